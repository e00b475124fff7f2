import { dirname, join, relative, resolve, sep } from 'node:path'

/**
 * The layers of each tree, from the ground up. A folder imports only from layers below its own, so no two folders can
 * ever need each other. `name/*` stands for each folder in `name` that is not listed itself; a file at the top of a tree
 * is listed without its extension.
 *
 * `reserved` lists packages with the only folders that may import them.
 */
export const trees = {
  main: {
    layers: [
      ['ground'],
      ['log'],
      ['storage'],
      ['configuration'],
      ['vault'],
      ['tenant'],
      ['identity'],
      ['bridge'],
      ['facts'],
      ['topics/snapshot'],
      ['topics/*'],
      ['desktop'],
      ['start'],
      ['index']
    ],
    // The rest of main also runs in plain Node, and receives what it needs of Electron as parameters.
    reserved: { electron: ['desktop', 'start', 'index'], 'electron-updater': ['desktop'] }
  },
  renderer: {
    layers: [['styles', 'text', 'bridge'], ['stores', 'kit'], ['failures'], ['parts'], ['topics/*'], ['shell']],
    reserved: {}
  }
}

/** Returns the lint entries that enforce the table of each tree. Tests may import whatever they need. */
export const layersConfig = (tables = trees) =>
  Object.entries(tables).map(([tree, table]) => ({
    files: [`${tree}/**/*.{ts,vue}`],
    ignores: ['**/*.{test,testing,d}.ts'],
    plugins: { [`layers-${tree}`]: { rules: { below: ruleFor(tree, table) } } },
    rules: { [`layers-${tree}/below`]: 'error' }
  }))

function ruleFor(tree, { layers, reserved = {} }) {
  const listed = layers.flat()
  const layerOf = (unit) => layers.findIndex((layer) => layer.includes(rowOf(unit, listed)))

  /** Returns why one folder may not import the other, or undefined if it may. */
  function objection(from, to) {
    const homeless = [from, to].find((unit) => layerOf(unit) < 0)
    if (homeless !== undefined) return `${tree}/${homeless} has no layer in scripts/lint/layers.mjs.`
    if (from === to || layerOf(to) < layerOf(from)) return undefined
    return `${tree}/${from} may not import ${tree}/${to}, which is not in a layer below it.`
  }

  return {
    meta: { type: 'problem', schema: [] },
    create(context) {
      const place = (file) => relative(resolve(context.cwd, tree), file).split(sep).join('/')
      const from = unitOf(place(context.filename), listed)

      function objectionTo(wanted) {
        if (!wanted.startsWith('.')) {
          const owners = reserved[wanted.split('/')[0]]
          return owners && !owners.includes(from) ? `${tree}/${from} may not import ${wanted}.` : undefined
        }
        const target = place(join(dirname(context.filename), wanted))
        return target.startsWith('../') ? undefined : objection(from, unitOf(target, listed))
      }

      function check(source) {
        const message = typeof source?.value === 'string' ? objectionTo(source.value) : undefined
        if (message) context.report({ node: source, message })
      }

      return {
        ImportDeclaration: ({ source }) => check(source),
        ExportNamedDeclaration: ({ source }) => check(source),
        ExportAllDeclaration: ({ source }) => check(source),
        ImportExpression: ({ source }) => check(source),
        TSImportType: ({ source }) => check(source)
      }
    }
  }
}

/** Returns the name of a folder's row in the table. */
const rowOf = (unit, listed) => (listed.includes(unit) ? unit : unit.replace(/\/.*/, '/*'))

/** Returns the folder to which a file belongs, or the file itself at the top of the tree. */
function unitOf(file, listed) {
  const [first, second] = file.replace(/\.(ts|vue)$/, '').split('/')
  return listed.includes(`${first}/*`) && second !== undefined ? `${first}/${second}` : first
}
