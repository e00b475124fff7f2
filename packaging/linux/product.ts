/** Debian and RPM have these names for the processors on which Holdfast runs. */
export const architectures = {
  x64: { deb: 'amd64', rpm: 'x86_64' },
  arm64: { deb: 'arm64', rpm: 'aarch64' }
}

/** The packaged product, the same in every kind of package. */
export interface Product {
  /** The version as N.N.N, as the app itself shows it. */
  version: string
  /** True if the runtime is not the one that package.json names. */
  testBuild: boolean
  architecture: keyof typeof architectures
  /** The time of every file in a package, in seconds since 1970. */
  time: number
  /** The absolute path of the folder with the program, as electron-builder wrote it. */
  tree: string
}

export const maintainer = 'Holdfast maintainers <maintainers@holdfast.invalid>'

/** Returns the version of a package. A test build sorts before the release of the same number. */
export const packageVersion = ({ version, testBuild }: Product): string => (testBuild ? `${version}~test` : version)

/** Returns the line that lists of packages show. */
export const summary = ({ testBuild }: Product): string =>
  testBuild ? 'TEST BUILD of Holdfast, not a release' : 'Account security for GenAuth'

/** Returns the paragraphs below that line. */
export const description = ({ testBuild }: Product): string[] => [
  ...(testBuild ? ['This package was made for tests, on a runtime for tests. Do not rely on it.'] : []),
  'Holdfast keeps a GenAuth account safe: one sign-in through the browser, and every second factor added, proven, replaced and removed.'
]
