import { expect, it, onTestFinished } from 'vitest'
import { z } from 'zod'
import { startSandbox } from '../..'
import { TestClient } from '../../testing/client.testing'

const profile = z.object({ data: z.object({ passwordLastSetAt: z.iso.datetime() }) })

it('changes a password for whoever knows the old one, and says when it was set', async () => {
  const sandbox = await startSandbox()
  onTestFinished(() => sandbox.close())
  const client = new TestClient(sandbox)
  const { access_token: token } = await client.signIn('ada')
  const change = async (oldPassword: string) =>
    (await client.send('update-password', token, { newPassword: 'tide', oldPassword })).json()
  const setAt = async () => {
    const { data } = profile.parse(await (await client.api('get-profile', { authorization: token })).json())
    return Date.parse(data.passwordLastSetAt)
  }
  const before = await setAt()
  expect(await change('wrong')).toMatchObject({ statusCode: 422, apiCode: 2203 })
  expect(await setAt()).toBe(before)
  expect(await change('kelp-and-tide')).toMatchObject({ statusCode: 200 })
  expect(await setAt()).toBeGreaterThan(before)
  expect(await change('tide')).toMatchObject({ statusCode: 200 })
})
