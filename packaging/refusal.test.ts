import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '..')

/** Runs a command that fails in this way beside the exit hook that electron-builder brings. */
function failing(error: string) {
  const script = `
    import addExitHook from 'async-exit-hook'
    import { endRefused, Refusal } from '${new URL('refusal.ts', import.meta.url).href}'
    addExitHook(() => undefined)
    await Promise.reject(${error}).catch(endRefused)
  `
  const tsx = join(root, 'node_modules/tsx/dist/cli.mjs')
  return spawnSync(process.execPath, [tsx, '--input-type=module', '--eval', script], { cwd: root, encoding: 'utf8' })
}

describe('a command that packages', () => {
  it('ends with 1 and its sentence where it refuses something', () => {
    const { status, stderr } = failing(`new Refusal('app.asar is too large.')`)
    expect({ status, stderr }).toEqual({ status: 1, stderr: 'app.asar is too large.\n' })
  })

  it('hides no error that it does not know', () => {
    const { status, stderr } = failing(`new TypeError('It is not a function.')`)
    expect(status).toBe(1)
    expect(stderr).toContain('TypeError: It is not a function.')
  })
})
