import ts from 'typescript'
import { ownerOf } from './owners.mjs'

/** Returns true for a call of `expect`, or of a function that is known to call it. */
export function asserts(node, { functions, methods }) {
  if (!ts.isCallExpression(node)) return false
  const { expression } = node
  if (ts.isIdentifier(expression)) return expression.text === 'expect' || functions.has(expression.text)
  if (!ts.isPropertyAccessExpression(expression)) return false
  const isOfExpect = ts.isIdentifier(expression.expression) && expression.expression.text === 'expect'
  const word = expression.name.text
  return isOfExpect ? ['poll', 'soft', 'unreachable', 'fail'].includes(word) : methods.has(word)
}

/**
 * Returns by file the calls that assert through the function that they call: functions of the file itself, those that it
 * imports from another, and the methods of any page object.
 */
export function assertingCalls(sources) {
  const methods = new Set(
    sources.flatMap((source) =>
      ownersOf(source, none)
        .filter(isMethod)
        .map(({ title }) => title)
    )
  )
  const found = new Map(sources.map((source) => [source, { functions: new Set(), methods }]))
  for (let grown = true; grown;) {
    const lent = new Set(sources.filter(isSupport).flatMap((source) => [...found.get(source).functions]))
    const before = sizeOf(found)
    for (const source of sources) {
      const { functions } = found.get(source)
      for (const name of importedNames(source)) if (lent.has(name)) functions.add(name)
      const own = ownersOf(source, found.get(source)).filter((owner) => owner.kind === 'helper' && !isMethod(owner))
      for (const { title } of own) functions.add(title)
    }
    grown = sizeOf(found) > before
  }
  return found
}

/** Returns the names that a file imports, except `expect` and the functions that make a test. */
export function importedNames(source) {
  const names = source.statements.filter(ts.isImportDeclaration).flatMap(({ importClause }) => {
    const { name, namedBindings } = importClause ?? {}
    const bindings = namedBindings && ts.isNamedImports(namedBindings) ? [...namedBindings.elements] : [namedBindings]
    return [name, ...bindings.map((one) => one?.name)].filter((one) => one !== undefined)
  })
  return new Set(names.map(({ text }) => text).filter((name) => !['expect', 'it', 'test', 'describe'].includes(name)))
}

const isSupport = ({ fileName }) => !/\.(test|spec)\.\w+$/.test(fileName)
const sizeOf = (found) => [...found.values()].reduce((sum, { functions }) => sum + functions.size, 0)
const none = { functions: new Set(), methods: new Set() }
const isMethod = ({ kind, body }) => kind === 'helper' && ts.isMethodDeclaration(body) && ts.isClassLike(body.parent)

function ownersOf(source, calls) {
  const owners = []
  const visit = (node) => {
    if (asserts(node, calls)) owners.push(ownerOf(node))
    ts.forEachChild(node, visit)
  }
  visit(source)
  return owners
}
