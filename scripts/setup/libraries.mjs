import { dirname, join } from 'node:path'
import { capture } from '../run/child.mjs'
import { asRoot, findBrowser, findProgram, onLinux } from '../run/machine.mjs'
import { explainFailure } from './explain.mjs'
import { Stop } from './stop.mjs'

const forTheApp = 'libgtk-3-0 libnss3 libasound2 libgbm1 libxss1 libatk-bridge2.0-0 libdrm2 libsecret-1-0'.split(' ')
const forTesting =
  'xvfb xauth dbus dbus-x11 gnome-keyring libglib2.0-0 libglib2.0-bin fonts-noto-core fonts-noto-cjk openssl libnss3-tools iproute2 chromium'.split(
    ' '
  )
const programsForTesting = [
  'xvfb-run',
  'xauth',
  'dbus-run-session',
  'gnome-keyring-daemon',
  'gdbus',
  'setpriv',
  'openssl',
  'certutil'
]
const environment = { ...process.env, LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive' }

/** Debian 13 and Ubuntu 24.04 renamed libraries for 64-bit time: libgtk-3-0t64 is their libgtk-3-0. */
const twin = (name) => `${name}t64`

/** Sees to the system libraries of Linux; `testing` adds a display, a keyring, fonts and a browser. */
export async function installLibraries({ testing, electron }, say) {
  if (!onLinux) return testing ? needBrowser() : 'none needed'
  const wanted = testing
    ? [...forTheApp, ...forTesting.filter((name) => name !== 'chromium' || !findBrowser())]
    : forTheApp
  const query = await capture('dpkg-query', dpkgArguments(wanted), { env: environment })
  if (!query.found) return checkElsewhere(testing, electron)
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

export const dpkgArguments = (names) => ['-W', '-f', '${Package} ${db:Status-Status}\n', ...names, ...names.map(twin)]

/** The names that dpkg-query's answer shows neither under their own name nor under their twin's. */
export function missingPackages(wanted, answer) {
  const installed = new Set(
    answer
      .split('\n')
      .filter((row) => row.endsWith(' installed'))
      .map((row) => row.split(' ')[0])
  )
  return wanted.filter((name) => !installed.has(name) && !installed.has(twin(name)))
}

/** The names to ask apt for: the twin where only that is a real package. */
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

/** Other Linux distributions: says what is missing, and leaves the installing to the person, who knows the names there. */
async function checkElsewhere(testing, electron) {
  if (testing) {
    const absent = programsForTesting.filter((name) => findProgram(name) === undefined)
    if (absent.length > 0)
      throw new Stop(`These programs are missing: ${absent.join(', ')}. Install them and run the command again.`)
    needBrowser()
  }
  if (electron === undefined) return 'unchanged'
  const { stdout } = await capture('ldd', [electron, join(dirname(electron), 'libEGL.so')], { env: environment })
  const absent = missingLibraries(stdout)
  if (absent.length > 0)
    throw new Stop(
      `Electron needs libraries that are missing: ${absent.join(', ')}. Install them and run the command again.`
    )
  return 'unchanged'
}

/** The libraries that ldd's answer calls "not found". */
export const missingLibraries = (answer) => [...new Set(answer.match(/\S+(?= => not found)/g))]
