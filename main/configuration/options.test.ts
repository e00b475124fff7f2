import { expect, it } from 'vitest'
import { nameGiven, readOptions } from './options'

const tenant = ['--host=https://id.example.com', '--app-id=app-1']

it('reads its own options and ignores the rest of the command line', () => {
  const argv = [
    '/usr/bin/electron',
    '/opt/holdfast',
    '--no-sandbox',
    ...tenant,
    '--profile=/tmp/p=1',
    '--lang=zh-CN',
    '--page=methods',
    'x'
  ]
  expect(readOptions(argv)).toMatchObject({
    configuration: { tenant: { host: 'https://id.example.com', appId: 'app-1' }, redirectPorts: [0] },
    profile: '/tmp/p=1',
    lang: 'zh-CN',
    page: 'methods'
  })
})

it('gives the organisation the name of the start options, for their tenant only, made safe to show', () => {
  const { configuration } = readOptions([...tenant, '--organisation=\u202eWard 7\n'])
  const named = { host: 'https://id.example.com', appId: 'app-1', issuer: 'https://id.example.com/oidc' }
  expect(nameGiven(configuration, named)).toBe('Ward 7')
  expect(nameGiven(configuration, { ...named, appId: 'app-2' })).toBeUndefined()
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
  const { configuration } = readOptions([...tenant, `--redirect-ports=${ports}`])
  expect(configuration).toEqual({
    problem: 'portInvalid',
    given: { host: 'https://id.example.com', appId: 'app-1' },
    redirectPorts: [0]
  })
})

it('finds no mistake if no tenant is named', () => {
  expect(readOptions([]).configuration).toEqual({ given: { host: '', appId: '' }, redirectPorts: [0] })
})

it.each([
  [['--app-id=app-1'], 'hostMissing'],
  [['--host=', '--app-id=app-1'], 'hostMissing'],
  [['--host=id.example.com'], 'appIdMissing'],
  [['--host=http://id.example.com', '--app-id=app-1'], 'hostNotSecure']
])('finds the mistake in %j', (argv, problem) => {
  expect(readOptions(argv).configuration).toMatchObject({ problem })
})

it('keeps what was typed, so that it can be mended', () => {
  expect(readOptions(['--host=x y\u202e', '--app-id=app-1']).configuration.given).toEqual({
    host: 'x y',
    appId: 'app-1'
  })
})

it.each([
  ['http://127.0.0.1:4100', 'http://127.0.0.1:4100'],
  ['localhost:4100', 'http://localhost:4100'],
  ['https://id.example.com', undefined],
  ['http://127.0.0.1.example.com', undefined]
])('practises with a tenant of this computer only: %s', (host, practised) => {
  const { practice } = readOptions([`--practice-host=${host}`, '--practice-app-id=app-1']).configuration
  expect(practice?.host).toBe(practised)
})
