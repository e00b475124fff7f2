import { dirname, join } from 'node:path'
import { capture } from '../run/child.mjs'
import { asRoot, findBrowser, findProgram, onLinux } from '../run/machine.mjs'
import { explainFailure } from './explain.mjs'
import { Stop } from './stop.mjs'

const forTheApp = 'libgtk-3-0 libnss3 libasound2 libgbm1 libxss1 libatk-bridge2.0-0 libdrm2 libsecret-1-0'.split(' ')
const forTesting =
  'xvfb xauth dbus dbus-x11 gnome-keyring libglib2.0-0 libglib2.0-bin fonts-noto-core fonts-noto-cjk shellcheck desktop-file-utils x11-utils openssl libnss3-tools iproute2 chromium'.split(
    ' '
  )
const forPackaging = 'dpkg rpm apt-utils gnupg librsvg2-bin gzip'.split(' ')
const programsForPackaging = ['dpkg-deb', 'rpmbuild', 'apt-ftparchive', 'gpg', 'rsvg-convert', 'gzip']
const programsForTesting = [
  'xvfb-run',
  'xauth',
  'dbus-run-session',
  'gnome-keyring-daemon',
  'gdbus',
  'setpriv',
  'openssl',
  'certutil',
  'shellcheck',
  'desktop-file-validate',
  'xprop',
  'xwininfo'
]
const forInstalling = 'python3-gi gir1.2-atspi-2.0 at-spi2-core xdotool sudo xdg-utils'.split(' ')
const environment = { ...process.env, LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive' }

/** Debian 13 and Ubuntu 24.04 renamed libraries for 64-bit time: libgtk-3-0t64 is their libgtk-3-0. */
const twin = (name) => `${name}t64`

/**
 * Installs the system libraries of Linux. `testing` adds a display, a keyring, fonts and a browser to what the app needs.
 * `packaging` adds the programs that make packages, which the tests use as well, and `installing` those that install and
 * use an installed app.
 */
export async function installLibraries({ app, testing, packaging, installing, electron }, say) {
  if (!onLinux) return testing ? needBrowser() : 'none needed'
  const wanted = [
    ...(app || testing ? forTheApp : []),
    ...(testing ? forTesting.filter((name) => name !== 'chromium' || !findBrowser()) : []),
    ...(packaging || testing ? forPackaging : []),
    ...(installing ? forInstalling : [])
  ]
  const query = await capture('dpkg-query', dpkgArguments(wanted), { env: environment })
  if (!query.found) return checkElsewhere({ app, testing, packaging, electron })
  const missing = missingPackages(wanted, query.stdout)
  if (missing.length === 0) return 'unchanged'
  if (!asRoot) {
    const names = chooseNames(missing, await availableNames(missing))
    throw new Stop(
      `Some system libraries are missing. Run this, then the command again:\n  sudo apt-get install -y --no-install-recommends ${names.join(' ')}`
    )
  }
  return aptInstall(missing, say)
}

const dpkgArguments = (names) => ['-W', '-f', '${Package} ${db:Status-Status}\n', ...names, ...names.map(twin)]

/** Returns the names that dpkg-query's answer shows neither under their own name nor under their twin's. */
export function missingPackages(wanted, answer) {
  const installed = new Set(
    answer
      .split('\n')
      .filter((row) => row.endsWith(' installed'))
      .map((row) => row.split(' ')[0])
  )
  return wanted.filter((name) => !installed.has(name) && !installed.has(twin(name)))
}

/** Returns the names to ask apt for: the twin if only that is a real package. */
export const chooseNames = (missing, available) =>
  missing.map((name) => (!available.has(name) && available.has(twin(name)) ? twin(name) : name))

async function availableNames(names) {
  const { stdout } = await capture('apt-cache', ['show', '--no-all-versions', ...names, ...names.map(twin)], {
    env: environment
  })
  return new Set(stdout.match(/(?<=^Package: ).+$/gm))
}

async function aptInstall(missing, say) {
  const apt = async (...args) => {
    const result = await capture('apt-get', ['-o', 'DPkg::Lock::Timeout=120', ...args], { env: environment })
    if (result.code !== 0) throw explainFailure('The system libraries could not be installed', result.output)
  }
  say('apt-get update')
  await apt('update')
  const available = await availableNames(missing)
  if (missing.includes('chromium') && !available.has('chromium')) needBrowser()
  const names = chooseNames(missing, available)
  say(`apt-get install ${names.join(' ')}`)
  await apt('install', '-y', '--no-install-recommends', ...names)
  return `installed ${names.join(' ')}`
}

function needBrowser() {
  if (findBrowser() === undefined) {
    throw new Stop('The tests drive a real browser. Install Google Chrome or Chromium and run the command again.')
  }
  return 'browser found'
}

/** Names the missing libraries on other Linux distributions. The person installs them, because they know the names there. */
async function checkElsewhere({ app, testing, packaging, electron }) {
  const programs = [...(testing ? programsForTesting : []), ...(packaging || testing ? programsForPackaging : [])]
  const missing = programs.filter((name) => findProgram(name) === undefined)
  if (missing.length > 0)
    throw new Stop(`These programs are missing: ${missing.join(', ')}. Install them and run the command again.`)
  if (testing) needBrowser()
  if (electron === undefined || !(app || testing)) return 'unchanged'
  const { stdout } = await capture('ldd', [electron, join(dirname(electron), 'libEGL.so')], { env: environment })
  const absent = missingLibraries(stdout)
  if (absent.length > 0)
    throw new Stop(
      `Electron needs libraries that are missing: ${absent.join(', ')}. Install them and run the command again.`
    )
  return 'unchanged'
}

/** Returns the libraries that ldd's answer calls "not found". */
export const missingLibraries = (answer) => [...new Set(answer.match(/\S+(?= => not found)/g))]
