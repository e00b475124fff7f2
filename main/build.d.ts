/** The version of Electron that package.json names, put in by the build. */
declare const __ELECTRON_VERSION__: string

/** The path of a picture in the built app. */
declare module '*.png?asset' {
  const path: string
  export default path
}
/** True where Holdfast comes by an installer that it can run itself: a build for macOS or Windows. */
declare const __WITH_INSTALLER__: boolean
