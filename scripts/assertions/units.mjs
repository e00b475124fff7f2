import ts from 'typescript'
import { asserts, assertingCalls, importedNames } from './asserting.mjs'
import { calleeOf, groupsAround, kindOf, ownerOf, parse, titleOf } from './owners.mjs'
import { tokensOf } from './wording.mjs'

const conditions = ['skip', 'skipIf', 'runIf', 'only', 'todo', 'fixme', 'fails', 'fail']

/**
 * Returns the tests in these files (pairs of name and text), and the hooks and functions that assert for them, as units.
 * `assertions` are the innermost statements that call `expect`, `rows` those of the tables for which a test is repeated,
 * and `conditions` those under which it does not run, all as tokens.
 */
export function unitsOf(files) {
  const sources = files.map(([file, text]) => parse(file, text))
  const calls = assertingCalls(sources)
  return sources.flatMap((source) => unitsIn(source, calls.get(source)))
}

function unitsIn(source, calls) {
  const imported = importedNames(source)
  const units = new Map()
  const statements = new Set()
  const unitOf = ({ node, kind, title }) => {
    const empty = { file: source.fileName, kind, title, assertions: [], rows: [], conditions: [] }
    if (!units.has(node)) units.set(node, empty)
    return units.get(node)
  }
  const visit = (node) => {
    const kind = ts.isCallExpression(node) ? kindOf(node) : undefined
    if (kind === 'test') {
      const unit = unitOf({ node, kind, title: titleOf(node) })
      unit.rows.push(...rowsOf(node).map((row) => tokensOf(row, imported)))
      unit.conditions.push(...conditionsOf(node, imported))
    }
    if (kind === 'condition') unitOf(ownerOf(node)).conditions.push(tokensOf(node, imported))
    if (asserts(node, calls)) {
      const owner = ownerOf(node)
      const statement = statementOf(node, owner.body)
      if (!statements.has(statement)) unitOf(owner).assertions.push(tokensOf(statement, imported))
      statements.add(statement)
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return [...units.values()]
}

/** Returns the innermost statement around a node, or the value that a function without braces returns. */
function statementOf(node, body) {
  let one = node
  while (!ts.isStatement(one) && one.parent !== body) one = one.parent
  return one
}

const rowsOf = (call) =>
  [call, ...groupsAround(call)]
    .flatMap((one) => calleeOf(one.expression).calls)
    .filter(({ modifier }) => modifier === 'each' || modifier === 'for')
    .flatMap(({ args }) => args.flatMap(rowsIn))

/** Returns the rows of a table. A table that is built from constants is followed to the lists and objects of its file. */
function rowsIn(table) {
  const list = withoutType(table)
  if (ts.isArrayLiteralExpression(list)) return [...list.elements]
  const parts = identifiersIn(list)
    .map(valueOf)
    .filter((one) => one !== undefined)
  return [list, ...parts.flatMap((one) => [...(one.elements ?? one.properties ?? [])])]
}

const withoutType = (node) => (ts.isAsExpression(node) || ts.isSatisfiesExpression(node) ? node.expression : node)

function identifiersIn(node) {
  if (ts.isIdentifier(node)) return [node]
  const found = []
  ts.forEachChild(node, (child) => void found.push(...identifiersIn(child)))
  return found
}

/** Returns the value of a constant of this file, or undefined for any other name. */
function valueOf(identifier) {
  const find = (node) => {
    const isIt = ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.name.text === identifier.text
    return isIt && node.initializer ? withoutType(node.initializer) : ts.forEachChild(node, find)
  }
  return find(identifier.getSourceFile())
}

const conditionsOf = (call, imported) =>
  [call, ...groupsAround(call)].flatMap((one) => {
    const { modifiers, calls } = calleeOf(one.expression)
    const argumentsOf = (word) => calls.filter(({ modifier }) => modifier === word).flatMap(({ args }) => args)
    return modifiers
      .filter((word) => conditions.includes(word))
      .map((word) => [{ text: word }, ...argumentsOf(word).flatMap((one) => tokensOf(one, imported))])
  })
