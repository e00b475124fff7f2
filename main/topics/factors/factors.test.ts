import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Sandbox, type SandboxOptions, startSandbox } from '../../../sandbox'
import { TestClient } from '../../../sandbox/testing/client.testing'
import { temporaryFolder } from '../../ground/temporaryFolder.testing'
import { reset, sendCode, unbind } from '../removal/requests'
import { startApp, startElsewhere } from './factors.testing'

const ben = 1
const lin = 2
const enrolPath = '/api/v3/enroll-factor'

let sandbox: Sandbox
let folder: string
let path: string
const running: Sandbox[] = []
async function open(options?: SandboxOptions): Promise<void> {
  sandbox = await startSandbox(options)
  running.push(sandbox)
}
beforeEach(async () => {
  await open()
  folder = await temporaryFolder()
  path = join(folder, 'factors.json')
})
afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.close()))
})

describe('a change made somewhere else', () => {
  it('brings one notice when a factor was added', async () => {
    const app = await startApp(sandbox, path)
    await app.list()
    await (await startElsewhere(sandbox, 'ada')).enrolEmail('eve@elsewhere.example')
    const [email] = await app.list()
    await app.list()
    expect(app.told()).toEqual(['added EMAIL'])
    expect(email).not.toHaveProperty('addedAt')
  })

  it('brings one notice when a factor was removed', async () => {
    const app = await startApp(sandbox, path, ben)
    const [sms] = await app.list()
    await (await startElsewhere(sandbox, 'ben')).reset(sms?.factorId)
    await app.list()
    await app.list()
    expect(app.told()).toEqual(['removed SMS'])
  })

  it('while the app was not running brings a notice at its next start', async () => {
    await (await startApp(sandbox, path)).list()
    await (await startElsewhere(sandbox, 'ada')).enrolOtp()
    const app = await startApp(sandbox, path)
    await app.list()
    expect(app.told()).toEqual(['added OTP'])
  })

  it('is never seen in the first list of an account', async () => {
    const app = await startApp(sandbox, path, lin)
    expect(await app.list()).toHaveLength(4)
    expect(app.told()).toEqual([])
  })

  it('concerns one account only', async () => {
    await (await startApp(sandbox, path)).list()
    const other = await startApp(sandbox, path, ben)
    await other.list()
    await (await startElsewhere(sandbox, 'ada')).enrolOtp()
    await other.list()
    expect(other.told()).toEqual([])
    const app = await startApp(sandbox, path)
    await app.list()
    expect(app.told()).toEqual(['added OTP'])
  })
})

describe('a change this app makes', () => {
  it('brings no notice when it adds a factor, and its date is remembered', async () => {
    const before = Date.now()
    const app = await startApp(sandbox, path)
    await app.list()
    await app.enrolOtp()
    const [otp] = await app.list()
    expect(app.told()).toEqual([])
    expect(otp?.addedAt).toBeGreaterThanOrEqual(before)
    expect(await (await startApp(sandbox, path)).list()).toEqual([otp])
  })

  it('is remembered with the recovery code that was kept, whichever comes first: the list or the code', async () => {
    await open({ otpFactors: 2 })
    const app = await startApp(sandbox, path)
    await app.list()
    await app.enrolOtp()
    await app.list()
    app.memory.codeKept(Date.now())
    const [first] = await app.list()
    expect(first?.codeKeptAt).toBeTypeOf('number')

    const later = await startApp(sandbox, path, 0, () => Date.now() + 3_600_000)
    await later.list()
    await later.enrolOtp()
    later.memory.codeKept(Date.now() + 3_600_000)
    const [known, second] = await later.list()
    expect(known).toEqual(first)
    expect(second?.codeKeptAt).toBeGreaterThan(first?.codeKeptAt ?? 0)
    expect(await (await startApp(sandbox, path)).list()).toEqual([known, second])
  })

  it('has no kept recovery code if nobody has proven to have kept one', async () => {
    const app = await startApp(sandbox, path)
    await app.list()
    await app.enrolOtp()
    expect((await app.list())[0]).not.toHaveProperty('codeKeptAt')
  })

  it('brings no notice when it removes a factor', async () => {
    const app = await startApp(sandbox, path, ben)
    const [sms] = await app.list()
    await reset(app.client, sms?.factorId ?? '')
    expect(await app.list()).toHaveLength(1)
    expect(app.told()).toEqual([])
  })

  it('brings no notice when it unbinds a factor with a code', async () => {
    await open({ unbindNeedsCode: true })
    const app = await startApp(sandbox, path, ben)
    const [sms] = await app.list()
    await expect(reset(app.client, sms?.factorId ?? '')).rejects.toMatchObject({ code: 'rejected' })
    const target = { kind: 'phone', phoneNumber: '7700900142', phoneCountryCode: '+44' } as const
    await sendCode(app.client, target, new AbortController().signal)
    await unbind(app.client, target, await new TestClient(sandbox).codeTo('+447700900142'))
    expect(await app.list()).toHaveLength(1)
    expect(app.told()).toEqual([])
  })

  it('brings no notice when the answer was lost', async () => {
    const app = await startApp(sandbox, path)
    await app.list()
    sandbox.faults.set(enrolPath, { kind: 'lostAnswer', times: 1 })
    await expect(app.enrolOtp()).rejects.toMatchObject({ code: 'unreachable' })
    const [otp] = await app.list()
    expect(otp?.addedAt).toBeTypeOf('number')
    expect(app.told()).toEqual([])
  })

  it('hides no change of somebody else if it was refused', async () => {
    const app = await startApp(sandbox, path)
    await app.list()
    await expect(app.enrolOtp('0000')).rejects.toMatchObject({ code: 'rejected' })
    await (await startElsewhere(sandbox, 'ada')).enrolOtp()
    await app.list()
    expect(app.told()).toEqual(['added OTP'])
  })

  it('hides nothing after a minute if it never reached the tenant', async () => {
    let now = Date.now()
    const app = await startApp(sandbox, path, 0, () => now)
    await app.list()
    sandbox.faults.set(enrolPath, { kind: 'reset', times: 1 })
    await expect(app.enrolOtp()).rejects.toMatchObject({ code: 'unreachable' })
    now += 61_000
    await app.list()
    await (await startElsewhere(sandbox, 'ada')).enrolOtp()
    await app.list()
    expect(app.told()).toEqual(['added OTP'])
  })

  it('explains one factor, but not a second one beside it', async () => {
    await open({ otpFactors: 2 })
    const app = await startApp(sandbox, path)
    await app.list()
    await app.enrolOtp()
    await (await startElsewhere(sandbox, 'ada')).enrolOtp()
    expect(await app.list()).toHaveLength(2)
    expect(app.told()).toEqual(['added OTP'])
  })
})

describe('a label', () => {
  it('survives a restart, without the spaces around it, and can be removed', async () => {
    const app = await startApp(sandbox, path, ben)
    const [sms] = await app.list()
    await app.label(sms?.factorId ?? '', '  Ben’s phone ')
    expect(await app.list()).toMatchObject([{ factorType: 'SMS', label: 'Ben’s phone' }, { factorType: 'EMAIL' }])
    const again = await startApp(sandbox, path, ben)
    expect((await again.list())[0]).toEqual({ ...sms, label: 'Ben’s phone' })
    await again.label(sms?.factorId ?? '', ' ')
    expect((await (await startApp(sandbox, path, ben)).list())[0]).toEqual(sms)
  })

  it('is forgotten with its factor', async () => {
    const app = await startApp(sandbox, path, ben)
    const [sms] = await app.list()
    await app.label(sms?.factorId ?? '', 'Ben’s phone')
    await reset(app.client, sms?.factorId ?? '')
    await app.list()
    expect(await readFile(path, 'utf8')).not.toContain('Ben’s phone')
  })

  it('is refused for a factor of somebody else', async () => {
    const [sms] = await (await startApp(sandbox, path, ben)).list()
    const app = await startApp(sandbox, path, lin)
    await app.list()
    await expect(app.label(sms?.factorId ?? '', 'mine')).rejects.toMatchObject({ code: 'invalidInput' })
  })

  it('that cannot be stored is refused, and the previous one stays', async () => {
    const app = await startApp(sandbox, path, ben)
    const [sms] = await app.list()
    await app.label(sms?.factorId ?? '', 'old')
    await rm(path)
    await mkdir(join(path, 'in the way'), { recursive: true })
    await expect(app.label(sms?.factorId ?? '', 'new')).rejects.toThrow()
    expect((await app.list())[0]?.label).toBe('old')
  })
})

describe('the file', () => {
  it('is readable by its owner only, and contains neither the person nor a target', async () => {
    const app = await startApp(sandbox, path, ben)
    const list = await app.list()
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    const text = await readFile(path, 'utf8')
    const person = ['66f1c8a10b7d4e2f90a1c302', 'ben.okafor', '7700900142', sandbox.host]
    for (const told of [...person, ...list.map(({ factorId }) => factorId)]) expect(text).not.toContain(told)
  })

  it.each(['', '{', '[]', '{"v":1,"accounts":{"ada":{}}}', '{"v":2,"accounts":{}}'])(
    'that holds %j counts as unreadable, and the comparison starts again with the next list',
    async (content) => {
      await writeFile(path, content)
      const app = await startApp(sandbox, path, ben)
      const [sms] = await app.list()
      expect(app.told()).toEqual([])
      expect(app.logged).toEqual(['factors-file-unreadable'])
      await (await startElsewhere(sandbox, 'ben')).reset(sms?.factorId)
      const again = await startApp(sandbox, path, ben)
      await again.list()
      expect(again.told()).toEqual(['removed SMS'])
      expect(again.logged).toEqual([])
    }
  )

  it('that cannot be written does not cost the list', async () => {
    const app = await startApp(sandbox, join(path, 'no folder', 'factors.json'), ben)
    expect(await app.list()).toHaveLength(2)
    expect(app.logged).toEqual(['factors-not-remembered'])
  })
})
