/** The app runs these paths. Any other path was packed by mistake. */
const allowed = [
  /^(package|root)\.json$/,
  /^out\/main\/(\w[\w.-]*\.js|chunks\/\w[\w.-]*\.png)$/,
  /^out\/preload\/index\.cjs$/,
  /^out\/renderer\/(index\.html|assets\/\w[\w.-]*\.(js|css|svg|woff2))$/,
  /^node_modules\/keytar\/(package\.json|LICENSE\.md|lib\/keytar\.js|prebuilds\/[\w-]+\/[\w.-]+\.node)$/
]
const unwanted = /\.(test|testing|spec)\.|\.map$/

/** Returns the paths that do not belong in an app.asar. */
export const strayPaths = (paths: readonly string[]): string[] =>
  paths.filter((path) => unwanted.test(path) || !allowed.some((pattern) => pattern.test(path)))
