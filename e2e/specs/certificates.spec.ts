import { createServer } from 'node:http'
import type { ServerOptions } from 'node:https'
import { Authority, startTls } from '../support/authority'
import type {} from '../../renderer/bridge/bridge'
import { expect, type Holdfast, test } from '../fixtures'
import { listening } from '../support/listening'

const dayMs = 24 * 3_600_000
const now = Date.now()
const address = 'IP:127.0.0.1'

/** The system judges each of these certificates; a refusal has this code. */
const certificates = [
  { what: 'of an authority that the system trusts', trusted: true, name: address, period: undefined, code: undefined },
  { what: 'of an unknown authority', trusted: false, name: address, period: undefined, code: 'untrustedCertificate' },
  {
    what: 'for another host',
    trusted: true,
    name: 'DNS:other.example',
    period: undefined,
    code: 'certificateForAnotherName'
  },
  {
    what: 'that has expired',
    trusted: true,
    name: address,
    period: { from: new Date(now - 10 * dayMs), to: new Date(now - dayMs) },
    code: 'certificateExpired'
  },
  {
    what: 'that is not valid yet',
    trusted: true,
    name: address,
    period: { from: new Date(now + dayMs), to: new Date(now + 10 * dayMs) },
    code: 'certificateNotYetValid'
  }
]

/** Expects that the sign-in screen names the fault, and offers no way past it. */
async function expectRefusal({ signIn, window: page }: Holdfast, failure: object): Promise<void> {
  await expect(signIn.alert).toBeVisible()
  expect(await page.evaluate(() => window.bridge.session.read())).toMatchObject({
    data: { phase: 'signedOut', failure }
  })
  expect(await signIn.alert.getByRole('button').allInnerTexts()).not.toContain('Continue')
}

for (const { what, trusted, name, period, code } of certificates) {
  test(`a certificate ${what} is ${code ? 'refused, with its issuer named' : 'honoured'}`, async ({
    launch,
    keyring,
    sandbox,
    folder
  }) => {
    const authority = await Authority.create(folder, 'Hillside Works')
    if (trusted) await authority.trust(keyring.env['HOME'] ?? '')
    const { host, server } = await startTls(sandbox.host, await authority.issue(name, period))
    const holdfast = await launch(`--host=${host}`)
    await holdfast.signIn.start()
    if (code === undefined) await holdfast.waiting.title.waitFor()
    else {
      await expectRefusal(holdfast, { code, issuer: 'Hillside Works' })
      expect(sandbox.requests).toHaveLength(0)
    }
    server.close()
  })
}

/** These servers have a good certificate, but their TLS is not what Chromium speaks. */
const odd: { what: string; options: ServerOptions; code: string }[] = [
  {
    what: 'speaks no TLS newer than 1.1',
    options: { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' },
    code: 'tlsTooOld'
  },
  {
    what: 'wants a certificate of this computer, by TLS 1.2',
    options: { requestCert: true, maxVersion: 'TLSv1.2' },
    code: 'clientCertificateNeeded'
  },
  {
    what: 'wants a certificate of this computer, by TLS 1.3',
    options: { requestCert: true, minVersion: 'TLSv1.3' },
    code: 'clientCertificateNeeded'
  }
]

for (const { what, options, code } of odd) {
  test(`a server that ${what} is named as such`, async ({ launch, keyring, sandbox, folder }) => {
    const authority = await Authority.create(folder, 'Hillside Works')
    await authority.trust(keyring.env['HOME'] ?? '')
    const { host, server } = await startTls(sandbox.host, await authority.issue(address), options)
    const holdfast = await launch(`--host=${host}`)
    await holdfast.signIn.start()
    await expectRefusal(holdfast, { code })
    server.close()
  })
}

test('a server that speaks plain http where TLS is expected is named as such', async ({ launch }) => {
  const server = createServer((_, answer) => answer.end('{}'))
  const holdfast = await launch(`--host=https://${await listening(server)}`)
  await holdfast.signIn.start()
  await expectRefusal(holdfast, { code: 'tlsNotSpoken' })
  server.close()
})
