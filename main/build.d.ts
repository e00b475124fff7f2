/** The version of Electron that package.json names, put in by the build. */
declare const __ELECTRON_VERSION__: string
