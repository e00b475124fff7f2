import { once } from 'node:events'
import { expect, it } from 'vitest'
import { capture, run, startChild, stopChild } from './child.mjs'

const node = (code) => [process.execPath, ['-e', code]]

it('gives the exit code and the output of a program', async () => {
  expect(await run(...node('process.exit(3)'))).toBe(3)
  const result = await capture(...node('console.log("out"); console.error("err"); process.exit(2)'))
  expect(result).toMatchObject({ found: true, code: 2, stdout: 'out\n', stderr: 'err\n' })
})

it('tells a program that is not installed from one that fails', async () => {
  expect(await capture('no-such-program-here', [])).toMatchObject({ found: false })
})

it('ends a program together with what it started', async () => {
  const grandchild =
    "require('child_process').spawn(process.execPath,['-e','setInterval(()=>{},1e6)'],{stdio:'inherit'})"
  const { child, ended } = startChild(...node(`${grandchild}; console.log('up'); setInterval(()=>{},1e6)`), {
    stdio: ['ignore', 'pipe', 'ignore']
  })
  await once(child.stdout, 'data')
  stopChild(child)
  // `close` comes only when the grandchild, which shares the pipe, has ended too.
  expect(await ended).toBe(128)
})
