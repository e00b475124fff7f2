import { Stop } from './stop.mjs'

const platforms = ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64', 'win32-x64', 'win32-arm64']

/** Throws a `Stop` on a Node.js or a machine for which the other commands were not made. */
export function checkRequirements(node = process.versions.node, platform = `${process.platform}-${process.arch}`) {
  const [major, minor] = node.split('.').map(Number)
  if (major < 20 || (major === 20 && minor < 19)) {
    throw new Stop(
      `Holdfast needs Node.js 20.19 or newer, and this is ${node}. Install one from https://nodejs.org and run the command again.`
    )
  }
  if (!platforms.includes(platform)) {
    throw new Stop(
      `Holdfast runs on Linux, macOS and Windows (x64 and arm64), and this machine is ${platform}. Use one of those.`
    )
  }
}
