import ts from 'typescript'
import { tokensOf } from './wording.mjs'

const groups = ['describe', 'test.describe']
const hooks = ['beforeEach', 'afterEach', 'beforeAll', 'afterAll']

export const parse = (file, text) => ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)

/** Returns the role of a call in a test file: a 'group', a 'test', a 'hook', a 'condition', or undefined for any other call. */
export function kindOf(call) {
  const { name, modifiers } = calleeOf(call.expression)
  if (hooks.includes(name)) return 'hook'
  if (!['it', 'test', ...groups].includes(name) || modifiers.includes('step')) return undefined
  const [title, ...others] = call.arguments
  if (others.some((one) => ts.isFunctionLike(one))) return groups.includes(name) ? 'group' : 'test'
  if (modifiers.includes('todo') && title !== undefined) return 'test'
  return modifiers.some((one) => ['skip', 'fixme', 'fail'].includes(one)) ? 'condition' : undefined
}

/** Splits `it.skipIf(x).each(y)` into its name, its modifiers, and the arguments of these. */
export function calleeOf(node) {
  if (ts.isIdentifier(node)) return { name: node.text, modifiers: [], calls: [] }
  if (ts.isCallExpression(node)) {
    const inner = calleeOf(node.expression)
    return { ...inner, calls: [...inner.calls, { modifier: inner.modifiers.at(-1), args: [...node.arguments] }] }
  }
  if (!ts.isPropertyAccessExpression(node)) return { name: '', modifiers: [], calls: [] }
  const inner = calleeOf(node.expression)
  const word = node.name.text
  if (inner.name === 'test' && word === 'describe') return { ...inner, name: 'test.describe' }
  if (inner.name === 'test' && hooks.includes(word)) return { ...inner, name: word }
  return { ...inner, modifiers: [...inner.modifiers, word] }
}

/** Returns the groups of tests around a node, the outermost first. */
export const groupsAround = (node) =>
  ancestorsOf(node)
    .filter((one) => ts.isCallExpression(one) && kindOf(one) === 'group')
    .reverse()

/** Returns the title of a test or a group, after the titles of the groups around it. */
export const titleOf = (call) => [...groupsAround(call), call].map(ownTitle).join(' > ')

/** Returns the test, the hook or the named function to which a node belongs, and the function that is its `body`. */
export function ownerOf(node) {
  for (const body of ancestorsOf(node)) {
    if (!ts.isFunctionLike(body)) continue
    const call = body.parent
    const kind = ts.isCallExpression(call) ? kindOf(call) : undefined
    if (kind === 'test') return { node: call, kind, title: titleOf(call), body }
    if (kind === 'hook') {
      const title = [...groupsAround(call).map(ownTitle), calleeOf(call.expression).name].join(' > ')
      return { node: call, kind, title, body }
    }
    const title = nameOf(body)
    if (title !== undefined) return { node: body, kind: 'helper', title, body }
  }
  const file = node.getSourceFile()
  return { node: file, kind: 'hook', title: 'outside of every test', body: file }
}

function ancestorsOf(node) {
  const ancestors = []
  for (let one = node.parent; one; one = one.parent) ancestors.push(one)
  return ancestors
}

function ownTitle({ arguments: [title] }) {
  if (ts.isStringLiteralLike(title)) return title.text
  return tokensOf(title)
    .map(({ text }) => text)
    .join('')
}

function nameOf({ name, parent }) {
  if (name !== undefined && ts.isIdentifier(name)) return name.text
  const isNamed = ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent)
  return isNamed && ts.isIdentifier(parent.name) ? parent.name.text : undefined
}
