/** Each subfolder of these is a separate folder in the graph. */
const nests = ['main/topics', 'renderer/topics', 'sandbox/api']

/**
 * Returns the folder that represents a file in the graph: the first below its part, or a topic. A file next to these
 * folders represents itself.
 */
export function folderOf(file) {
  const steps = file.split('/')
  return steps.slice(0, nests.includes(steps.slice(0, 2).join('/')) ? 3 : 2).join('/')
}

/** Returns the imports between folders: each folder with those that it imports, and the imports behind each of them. */
export function folderGraph(imports) {
  const graph = new Map()
  const nodeOf = (folder) => graph.get(folder) ?? graph.set(folder, new Map()).get(folder)
  for (const one of imports) {
    const [from, to] = [folderOf(one.from), folderOf(one.to)]
    const targets = nodeOf(from)
    nodeOf(to)
    if (from !== to) targets.set(to, [...(targets.get(to) ?? []), one])
  }
  return graph
}

/** Returns the circles: every set of folders in which each is reached from each, with the imports among them. */
export function circlesIn(graph) {
  const reached = new Map([...graph.keys()].map((folder) => [folder, reachableFrom(graph, folder)]))
  const circles = new Map()
  for (const folder of [...graph.keys()].sort()) {
    if (!reached.get(folder).has(folder)) continue
    const folders = [...reached.get(folder)].filter((other) => reached.get(other).has(folder)).sort()
    circles.set(folders.join(), folders)
  }
  return [...circles.values()].map((folders) => ({ folders, imports: importsAmong(graph, folders) }))
}

/**
 * Returns the height of each folder: one more than the highest of those that it imports. Folders of its own circle do not
 * count.
 */
export function heightsOf(graph) {
  const circles = circlesIn(graph).map(({ folders }) => folders)
  const knotOf = (folder) => circles.find((folders) => folders.includes(folder)) ?? [folder]
  const heights = new Map()
  const heightOf = (folder) => {
    if (!heights.has(folder)) {
      const knot = knotOf(folder)
      const below = knot.flatMap((one) => [...graph.get(one).keys()]).filter((one) => !knot.includes(one))
      const height = Math.max(-1, ...below.map(heightOf)) + 1
      for (const one of knot) heights.set(one, height)
    }
    return heights.get(folder)
  }
  for (const folder of graph.keys()) heightOf(folder)
  return heights
}

/** Returns the folders that are reached from one. It includes the start only if a way leads back. */
function reachableFrom(graph, start) {
  const found = new Set()
  const open = [start]
  while (open.length > 0) {
    for (const next of graph.get(open.pop()).keys()) {
      if (!found.has(next)) open.push(next)
      found.add(next)
    }
  }
  return found
}

/**
 * Returns the imports in a circle. Pairs of folders with few imports come first, because the circle is opened most easily
 * there.
 */
const importsAmong = (graph, folders) =>
  folders
    .flatMap((from) => folders.flatMap((to) => [graph.get(from).get(to) ?? []]))
    .sort((a, b) => a.length - b.length)
    .flat()
