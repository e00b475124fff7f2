import { heightsOf } from './folders.mjs'

/** Returns the folders as lines of text, the highest first, each with the folders that it imports. */
export function tableOf(graph) {
  const heights = heightsOf(graph)
  const width = Math.max(...[...graph.keys()].map((folder) => folder.length))
  return byHeight(graph, heights).map(
    (folder) => `${String(heights.get(folder)).padStart(3)}  ${folder.padEnd(width)}  ${namesOf(graph.get(folder))}`
  )
}

/** Returns the graph as a Mermaid diagram, which shows the folders of one height side by side. */
export function diagramOf(graph) {
  const heights = heightsOf(graph)
  const idOf = (folder) => folder.replace(/\W/g, '_')
  const nodes = byHeight(graph, heights).map((folder) => `  ${idOf(folder)}["${folder}"]`)
  const edges = [...graph].flatMap(([from, targets]) =>
    [...targets.keys()].sort().map((to) => `  ${idOf(from)} --> ${idOf(to)}`)
  )
  return ['flowchart TD', ...nodes, ...edges.sort(), ''].join('\n')
}

/** Returns a circle as lines of text: its folders, then each import that belongs to it. */
export const circleLines = ({ folders, imports }) => [
  `Circle: ${folders.join(', ')}`,
  ...imports.map(({ from, to }) => `  ${from} imports ${to}`)
]

const byHeight = (graph, heights) =>
  [...graph.keys()].sort((a, b) => heights.get(b) - heights.get(a) || a.localeCompare(b))

const namesOf = (targets) => [...targets.keys()].sort().join(' ') || '-'
