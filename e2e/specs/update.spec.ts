import { once } from 'node:events'
import { expect, test } from '../support/archive'

test('the unpacked archive finds a newer version, installs it, and starts it; a forged one it refuses and goes on', async ({
  archive,
  launch,
  signInAs
}) => {
  test.setTimeout(240_000)
  await archive.publishNext('0.2.0')
  const holdfast = await launch()
  const { app } = holdfast
  await signInAs(holdfast, 1)
  await holdfast.settings.open()
  const region = holdfast.settings.updates

  await test.step('a package that was changed on its way is refused, and nothing of it stays', async () => {
    archive.server.interfere((request, response) => {
      if (!request.url?.includes('/targets/')) return false
      response.end('forged')
      return true
    })
    await region.getByRole('button', { name: 'Look now' }).click()
    await expect(region.getByRole('heading', { name: 'Holdfast 0.2.0' })).toBeVisible()
    await region.getByRole('button', { name: 'Download and install' }).click()
    await expect(region.getByText('The update was refused')).toBeVisible()
    expect(await archive.currentVersion()).toBe('0.1.0')
    archive.server.interfere(undefined)
  })

  await test.step('the genuine one is put in its place while this one runs on', async () => {
    await region.getByRole('button', { name: 'Download and install' }).click()
    await expect(region.getByRole('button', { name: 'Restart now' })).toBeVisible({ timeout: 90_000 })
    expect(await archive.currentVersion()).toBe('0.2.0')
    expect(await archive.isOnTrial()).toBe(true)
    expect(await archive.processesOf('0.2.0')).toEqual([])
  })

  await test.step('after the restart it runs, and counts as one that works once its window has been shown', async () => {
    const ended = once(app.process(), 'exit')
    await region.getByRole('button', { name: 'Restart now' }).click()
    await ended
    await expect.poll(() => archive.isOnTrial(), { timeout: 60_000 }).toBe(false)
    expect(await archive.processesOf('0.2.0')).not.toEqual([])
    expect(await archive.processesOf('0.1.0')).toEqual([])
  })
})
