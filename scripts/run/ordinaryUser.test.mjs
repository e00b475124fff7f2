import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, expect, it } from 'vitest'
import { temporaryFolder } from '../../main/ground/temporaryFolder.testing.ts'
import { capture } from './child.mjs'
import { closedFolder, withOrdinaryUser } from './ordinaryUser.mjs'

let folder
beforeEach(async () => {
  folder = await temporaryFolder()
  await mkdir(join(folder, "it's/checkout"), { recursive: true })
  await writeFile(join(folder, "it's/checkout/file"), 'read')
})

/** Runs a line of shell as the ordinary user, who needs the checkout. */
const asUser = (script) =>
  withOrdinaryUser(
    async ({ env, command }) => {
      const [file, ...args] = [...command, 'sh', '-c', script]
      return capture(file, args, { env: { ...process.env, ...env } })
    },
    [join(folder, "it's/checkout")]
  )

it('finds the folder that keeps others out', async () => {
  expect(await closedFolder(join(folder, "it's/checkout"))).toBe(folder)
  await chmod(folder, 0o711)
  expect(await closedFolder(join(folder, "it's/checkout"))).toBeUndefined()
})

it('runs a program as a user without rights, who can read the checkout and write at home', async () => {
  const { code, stdout } = await asUser(`id -u && cat "${folder}/it's/checkout/file" && touch "$HOME/a" "$TMPDIR/b"`)
  expect(code).toBe(0)
  expect(stdout).toMatch(/^[1-9]\d*\nread$/)
})
