import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { root } from './run/machine.mjs'
import { setup } from './setup/setup.mjs'
import { main } from './setup/stop.mjs'

const parts = ['main', 'renderer', 'sandbox']
const folder = join(root, 'out/graph')

/** Prints which folder imports which, draws the graph into out/graph, and fails if folders import each other in a circle. */
await main(async () => {
  await setup()
  const [{ readImports }, { circlesIn, folderGraph }, { circleLines, diagramOf, tableOf }] = await Promise.all([
    import('./graph/imports.mjs'),
    import('./graph/folders.mjs'),
    import('./graph/drawing.mjs')
  ])
  await mkdir(folder, { recursive: true })
  let circles = 0
  for (const part of parts) {
    const graph = folderGraph(await readImports(root, [part]))
    await writeFile(join(folder, `${part}.mmd`), diagramOf(graph))
    const lines = circlesIn(graph).map(circleLines)
    circles += lines.length
    console.log([...tableOf(graph), ...lines.flat(), ''].join('\n'))
  }
  console.log(`Circles: ${circles}. Diagrams: ${parts.map((part) => `out/graph/${part}.mmd`).join(', ')}`)
  return circles === 0 ? 0 : 1
})
