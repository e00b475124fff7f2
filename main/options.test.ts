import { expect, it } from 'vitest'
import { readOptions } from './options'

const tenant = ['--host=https://id.example.com', '--app-id=app-1']

it('reads its own options and ignores the rest of the command line', () => {
  const argv = [
    '/usr/bin/electron',
    '/opt/holdfast',
    '--no-sandbox',
    ...tenant,
    '--profile=/tmp/p=1',
    '--lang=zh-CN',
    'x'
  ]
  expect(readOptions(argv)).toMatchObject({
    configuration: { ok: true, tenant: { host: 'https://id.example.com', appId: 'app-1' }, redirectPorts: [0] },
    profile: '/tmp/p=1',
    lang: 'zh-CN'
  })
})

it('keeps the first of two equal options', () => {
  expect(readOptions(['--lang=en', '--lang=zh-CN'])).toMatchObject({ lang: 'en' })
})

it('takes one redirect port or a list', () => {
  expect(readOptions([...tenant, '--redirect-ports=4180'])).toMatchObject({ configuration: { redirectPorts: [4180] } })
  expect(readOptions([...tenant, '--redirect-ports=4180,4181'])).toMatchObject({
    configuration: { redirectPorts: [4180, 4181] }
  })
})

it.each(['80', 'abc', '', '4180,', '70000', '-1'])('says that the redirect ports %j cannot be used', (ports) => {
  expect(readOptions([...tenant, `--redirect-ports=${ports}`])).toMatchObject({
    configuration: { ok: false, problem: 'portInvalid' }
  })
})
