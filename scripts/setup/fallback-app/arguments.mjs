/**
 * Reads Electron's command line as its own default app does. The first argument that is no switch is the app, and `-r FILE`
 * or `--require FILE` names a script to load before it.
 */
export function readArguments(args) {
  const requires = []
  for (let index = 0; index < args.length; index++) {
    const argument = args[index]
    if (argument === '-r' || argument === '--require') requires.push(args[++index])
    else if (!argument.startsWith('-')) return { app: argument, requires }
  }
  return { app: undefined, requires }
}
