import fc from 'fast-check'
import { isFull, record, triesOf } from '../../torture/attack'
import { answerDialogs, expect, test } from '../fixtures'

test.describe('the attacks', () => {
  test('a page that was taken over changes nothing at the tenant and stops nothing', async ({
    holdfast,
    signInAs,
    sandbox
  }) => {
    test.setTimeout(isFull ? 1_800_000 : 120_000)
    const { window } = holdfast
    await signInAs(holdfast, 1)
    await answerDialogs(holdfast, 0)
    const factors = async (): Promise<unknown> =>
      window.evaluate(async () => {
        const { bridge } = window as unknown as { bridge: { factors: { listEnrolled: () => Promise<unknown> } } }
        return bridge.factors.listEnrolled()
      })
    const before = await factors()
    const factorIds = [...JSON.stringify(before).matchAll(/"factorId":"([^"]+)"/g)].map(([, factorId]) => factorId)
    expect(factorIds).toHaveLength(2)
    sandbox.requests.clear()

    const tries = triesOf('bridge')
    const near = fc.oneof(
      fc.record(
        { factorId: fc.constantFrom(...factorIds), accountName: fc.string(), label: fc.string() },
        { requiredKeys: ['factorId'] }
      ),
      fc.record({ factorType: fc.constantFrom('OTP', 'SMS', 'EMAIL', 'PALM', '__proto__') }),
      fc.record({ passcode: fc.stringMatching(/^\d{3,9}$/) }),
      fc.record({ target: fc.record({ kind: fc.constantFrom('none', 'email', 'phone'), email: fc.string() }) }),
      fc.record({ credentialId: fc.string(), name: fc.string() })
    )
    const batch = 1_000
    let answered = 0
    for (let done = 0; done < tries; done += batch) {
      const junk = fc.sample<unknown>(
        fc.oneof({ weight: 3, arbitrary: fc.jsonValue() }, { weight: 1, arbitrary: near }),
        250
      )
      answered += await window.evaluate(
        async ({ junk, calls }) => {
          const { bridge } = window as unknown as {
            bridge: Record<string, Record<string, (...given: unknown[]) => Promise<{ ok: unknown }>>>
          }
          // These end the session or leave the page, as a person may. Each is called by itself below.
          const ending = ['session.signOut', 'accounts.switch', 'accounts.add', 'accounts.forget']
          const methods = Object.entries(bridge).flatMap(([group, calls]) =>
            Object.entries(calls)
              .filter(([name]) => !name.startsWith('on') && !ending.includes(`${group}.${name}`))
              .map(([, call]) => call)
          )
          const cyclic: Record<string, unknown> = {}
          cyclic['self'] = cyclic
          const odd = [
            undefined,
            NaN,
            1n,
            new Date(NaN),
            new Map([[1, 2]]),
            cyclic,
            new Uint8Array(9),
            /x/,
            () => 1,
            Symbol('x')
          ]
          const pool = [...junk, ...odd]
          const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(Math.random() * list.length)]
          let answered = 0
          for (let call = 0; call < calls; call += 50) {
            await Promise.all(
              Array.from({ length: 50 }, async () => {
                try {
                  const answer = await pick(methods)?.(pick(pool), pick(pool))
                  if (typeof answer?.ok === 'boolean') answered++
                } catch {
                  // A value that cannot be cloned does not leave the page.
                  answered++
                }
              })
            )
          }
          return answered
        },
        { junk, calls: batch }
      )
    }

    // The page may rename a passkey. Removing or binding a factor needs the person or a code.
    const changing = sandbox.requests.filter(
      ({ method, path }) => /reset-factor|unbind-|upload/.test(path) || method === 'DELETE'
    )
    const ended = await window.evaluate(async () => {
      const { bridge } = window as unknown as {
        bridge: Record<string, Record<string, (input?: unknown) => Promise<{ ok: boolean }>>>
      }
      const junk = { id: '../../etc', host: 'javascript:alert(1)' }
      const { accounts, enrolment, removal, session } = bridge
      // The junk may have opened a flow, which is left here so that the page shows the lists.
      for (const leave of [enrolment?.['leave'], removal?.['leave']]) await leave?.()
      for (const call of [accounts?.['switch'], accounts?.['add'], accounts?.['forget'], session?.['signOut']]) {
        if ((await call?.(junk))?.ok !== false) return true
      }
      return false
    })
    const after = await factors()
    await window.reload()
    await expect(holdfast.methods.title).toBeVisible()
    const crashed = /crashed|unhandled/i.test(holdfast.output())
    const same = JSON.stringify(factorsOnly(after)) === JSON.stringify(factorsOnly(before))
    record('bridge', answered, same && !ended && !crashed && changing.length === 0 && answered === tries)
    expect({ answered, changing, ended, crashed }).toEqual({
      answered: tries,
      changing: [],
      ended: false,
      crashed: false
    })
    expect(factorsOnly(after)).toEqual(factorsOnly(before))
  })

  test('what the tenant says is drawn as text that runs nothing, breaks nothing and spoofs nothing', async ({
    holdfast,
    signInAs,
    sandbox
  }) => {
    test.setTimeout(isFull ? 300_000 : 120_000)
    const { window, methods } = holdfast
    await signInAs(holdfast, 1)
    await window.addInitScript(() => {
      const seen = { executions: 0, violations: 0 }
      Object.assign(globalThis, { seen, pwned: () => seen.executions++, alert: () => seen.executions++ })
      document.addEventListener('securitypolicyviolation', () => seen.violations++)
    })
    const wrong: string[] = []
    const look = async (text: string, where: string): Promise<void> => {
      const found = await window.evaluate(() => {
        const { scrollWidth, clientWidth } = document.documentElement
        const markup = document.querySelectorAll(
          '#app :is(script, iframe, object, embed, base, form, [onerror], [onload])'
        )
        return {
          seen: Object.values(Reflect.get(globalThis, 'seen') as object).join(),
          wide: scrollWidth > clientWidth,
          controls: /\p{Bidi_Control}/u.test(document.body.innerText),
          markup: markup.length
        }
      })
      if (found.seen !== '0,0' || found.wide || found.controls || found.markup > 0) {
        wrong.push(`${where}: ${JSON.stringify(found)} ${JSON.stringify(text.slice(0, 60))}`)
      }
    }
    const lists = ['/api/v3/list-factors-to-enroll', '/api/v3/list-enrolled-factors']
    for (const text of corpus) {
      sandbox.faults.set('/api/v3/list-factors-to-enroll', { kind: 'data', value: [{ factorType: text }] })
      sandbox.faults.set('/api/v3/list-enrolled-factors', {
        kind: 'data',
        value: ['SMS', 'EMAIL', text].map((factorType, index) => ({
          factorId: `${index}${text.slice(0, 200)}`,
          factorType,
          profile: { email: text, phoneNumber: text, phoneCountryCode: text }
        }))
      })
      const profile = { name: text, nickname: text, username: text, email: text, phone: text, phoneCountryCode: text }
      sandbox.faults.set('/api/v3/get-profile', { kind: 'data', value: profile })
      sandbox.faults.set('/api/v3/webauthn/credentials', { kind: 'data', value: [{ credentialId: 'key', name: text }] })
      await window.reload()
      await expect(methods.title).toBeVisible()
      await expect(methods.rows(methods.active).or(methods.alert).first()).toBeVisible()
      await look(text, 'lists')

      for (const list of lists) {
        const body = { statusCode: 403, message: text, requestId: text }
        sandbox.faults.set(list, { kind: 'json', body })
      }
      await window.reload()
      await methods.details.first().click()
      await look(text, 'failure')
      sandbox.faults.clear()
    }
    record('display', corpus.length, wrong.length === 0)
    expect(wrong).toEqual([])
  })
})

const factorsOnly = (answer: unknown): string[] =>
  [...JSON.stringify(answer).matchAll(/"(?:factorId|factorType|target)":"[^"]*"/g)].map(([field]) => field)

const corpus = [
  '<img src=x onerror=pwned()>',
  '<script>pwned()</script>',
  '"><svg onload=pwned()>',
  "'-pwned()-'",
  '<iframe src="javascript:parent.pwned()"></iframe>',
  '<a href="javascript:pwned()">x</a>',
  'javascript:pwned()',
  'data:text/html,<script>pwned()</script>',
  '<base href="https://evil.example/">',
  '<form action="https://evil.example/"><input name="code"></form>',
  '<math><mtext></form><form><mglyph><style></math><img src onerror=pwned()>',
  '{{constructor.constructor("pwned()")()}}',
  '${pwned()}',
  '@:methods.title | {0} | @.upper:x',
  '\u202eelpmaxe.live\u202c',
  '\u2066a\u2067b\u2069\u200f\u061c',
  'a\u200b\u200c\u200d\ufeff\u00adb',
  'line\r\n\tbreak\u2028\u2029\u0000\u001b[31m',
  '👩‍👩‍👧‍👦'.repeat(40) + 'Z̷̢̛a'.repeat(40),
  'W'.repeat(10_000)
]
