import { parse } from 'vue/compiler-sfc'
import { rulesIn } from './sheets.mjs'

const named = /\.([a-z][\w-]*)/gi

/** Returns the classes that the selectors of a sheet name. */
export const classesIn = (css) =>
  new Set(rulesIn(css).flatMap(({ path }) => path.flatMap((prelude) => namesIn(prelude, named))))

/**
 * Returns the classes that the template of a component uses, those that its own style names, and those among them that it
 * names for elements of other components. Throws where a class is computed, because no reader could then find its rules.
 */
export function readComponent(text) {
  const { descriptor, errors } = parse(text)
  if (errors.length > 0) throw errors[0]
  const { template, styles } = descriptor
  const used = new Set(template === null ? [] : elementsIn(template.ast).flatMap(({ props }) => props.flatMap(namesOf)))
  const style = styles.map(({ content }) => content).join('\n')
  const elsewhere = [...style.matchAll(/:(?:deep|slotted)\(([^{]*)\)/g)].flatMap(([, inner]) => namesIn(inner, named))
  return {
    used,
    declared: classesIn(style),
    elsewhere: new Set(elsewhere),
    scoped: styles.every((block) => block.scoped === true && block.src === undefined)
  }
}

const elementsIn = (node) => [
  ...(node.props === undefined ? [] : [node]),
  ...(node.children ?? []).flatMap((child) => elementsIn(child))
]

function namesOf(prop) {
  if (prop.name === 'class') return prop.value.content.split(/\s+/).filter(Boolean)
  if (prop.name !== 'bind' || prop.arg?.content !== 'class') return []
  return namesWritten(prop.exp.ast, prop.exp.content)
}

function namesWritten(node, source) {
  if (node?.type === 'StringLiteral') return node.value.split(/\s+/).filter(Boolean)
  if (node?.type === 'ObjectExpression') return node.properties.map(({ key }) => key.name ?? key.value)
  if (node?.type === 'ArrayExpression') return node.elements.flatMap((element) => namesWritten(element, source))
  if (node?.type === 'ConditionalExpression') {
    return [node.consequent, node.alternate].flatMap((side) => namesWritten(side, source))
  }
  throw new Error(`The class ${source} is computed.`)
}

const namesIn = (text, pattern) => [...text.matchAll(pattern)].map(([, name]) => name)
