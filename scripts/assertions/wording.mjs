import ts from 'typescript'

/**
 * Returns a piece of code as the words of its tokens: without types, comments, semicolons and line breaks, with one kind of
 * quotes. A word that is an `imported` name is marked.
 */
export function tokensOf(node, imported = new Set()) {
  if (ts.isAsExpression(node) || ts.isNonNullExpression(node) || ts.isSatisfiesExpression(node)) {
    return tokensOf(node.expression, imported)
  }
  if (ts.isTypeNode(node) || ts.isJSDoc(node) || node.kind === ts.SyntaxKind.SemicolonToken) return []
  if (ts.isStringLiteralLike(node)) return [{ text: JSON.stringify(node.text) }]
  const children = node.getChildren().filter((child) => !isTypePunctuation(child, node))
  if (children.length > 0) return withoutTrailingCommas(children.flatMap((child) => tokensOf(child, imported)))
  const text = node.getText()
  if (text === '') return []
  return [ts.isIdentifier(node) && imported.has(text) && !isKey(node) ? { text, imported: true } : { text }]
}

/** Returns tokens as one line. Imported names become a sign and their number in the line if `unnamed` is true. */
export function lineOf(tokens, unnamed = false) {
  const names = importsIn(tokens)
  const wordOf = ({ text, imported }) => (unnamed && imported ? `§${names.indexOf(text)}` : text)
  return tokens.map(wordOf).reduce((line, word) => {
    const apart = /[\w$]$/.test(line) && /^[\w$]/.test(word)
    return `${line}${apart ? ' ' : ''}${word}`
  }, '')
}

/** Returns the imported names in a line, each once, in order. */
export const importsIn = (tokens) => [...new Set(tokens.filter(({ imported }) => imported).map(({ text }) => text))]

/** Returns code that is given as text in the form of a line of tokens. A text that is not code is returned unchanged. */
export function lineOfText(text) {
  const source = ts.createSourceFile('x.ts', text, ts.ScriptTarget.Latest, true)
  return source.parseDiagnostics.length > 0 ? text : lineOf(tokensOf(source))
}

const isKey = (node) =>
  (ts.isPropertyAccessExpression(node.parent) || ts.isPropertyAssignment(node.parent)) && node.parent.name === node

/** Returns true for the punctuation of a type, which is next to it: `: string`, `<string>`. */
function isTypePunctuation(child, parent) {
  if (child.kind === ts.SyntaxKind.ColonToken) return parent.type?.pos === child.end
  const types = parent.typeArguments ?? parent.typeParameters
  return types !== undefined && child.getStart() >= types.pos - 1 && child.end <= types.end + 1
}

const withoutTrailingCommas = (tokens) =>
  tokens.filter(({ text }, index) => text !== ',' || !/^[)\]}]$/.test(tokens[index + 1]?.text ?? ''))
