const fragment = /^[\s*]*(?:What|Of|Whether|Whose|Whoever|Whom|Why)\b/

/** Finds comments that begin as a fragment does, with no subject of their own (docs/STYLE.md). */
const sentence = {
  meta: { messages: { fragment: 'A comment is a sentence with a subject: see docs/STYLE.md.' } },
  create: ({ sourceCode, report }) => ({
    Program() {
      const comments = sourceCode.getAllComments()
      for (const [index, comment] of comments.entries()) {
        if (fragment.test(comment.value) && !goesOn(comments[index - 1], comment))
          report({ loc: comment.loc, messageId: 'fragment' })
      }
    }
  })
}

/** Returns true for a line that may stand in the middle of a sentence, because a line comment is right above it. */
const goesOn = (above, { type, loc }) =>
  type === 'Line' &&
  above?.type === 'Line' &&
  above.loc.start.line === loc.start.line - 1 &&
  above.loc.start.column === loc.start.column

export const commentsConfig = {
  plugins: { comments: { rules: { sentence } } },
  rules: { 'comments/sentence': 'error' }
}
