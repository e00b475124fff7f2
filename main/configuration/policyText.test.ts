import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mistakeCode } from '../../contract/machineFile'
import { readPolicyText } from './policyText'

const good = { host: 'id.fernhill.example', appId: 'app-1' }
const goodWith = (more: object): string => JSON.stringify({ ...good, ...more })

/** Returns each mistake as `line:column code key suggestion`. */
function mistakesIn(text: string): string[] {
  const read = readPolicyText(text)
  return read.ok
    ? []
    : read.mistakes.map(({ line, column, code, key, suggestion }) =>
        [`${String(line)}:${String(column)}`, code, key, suggestion].filter((part) => part !== undefined).join(' ')
      )
}

const tables: Record<string, [string, string[]][]> = {
  'the text': [
    ['', ['1:1 empty']],
    [' \n\t', ['1:1 empty']],
    [`\u{feff}${goodWith({})}`, ['1:1 byteOrderMark']],
    [`// set by IT\n${goodWith({})}`, ['1:1 comment']],
    [`{"host":"id.fernhill.example", /* ours */\n"appId":"app-1"}`, ['1:32 comment']],
    ['{\n  "host": "id.fernhill.example",\n  "appId": "app-1",\n}', ['3:19 trailingComma']],
    [`{"host":"id.fernhill.example","appId":"app-1","redirectPorts":[4180,]}`, ['1:68 trailingComma']],
    [`{"host":"id.fernhill.example",\n'appId':"app-1"}`, ['2:1 quotesMissing']],
    [`{host:"id.fernhill.example","appId":"app-1"}`, ['1:2 quotesMissing']],
    ['{"host":"id.fernhill.example",4:5}', ['1:31 keyExpected']],
    ['{"host":"id.fernhill.example","appId":}', ['1:39 valueExpected']],
    ['{"host" "id.fernhill.example"}', ['1:9 colonMissing']],
    ['{"host":"id.fernhill.example"\n"appId":"app-1"}', ['2:1 commaMissing']],
    ['{"host":"id.fernhill.example","appId":"app-1"', ['1:46 bracketMissing']],
    [`${goodWith({})}\n{}`, ['2:1 endExpected']],
    ['{"host":"id.fernhill.example","appId":"app-1\n}', ['1:39 textNotClosed']],
    [String.raw`{"host":"id.fernhill.example","appId":"app\q"}`, ['1:39 escapeInvalid']],
    ['{"host":"id.fernhill.example","appId":"app\u{1}"}', ['1:39 characterInvalid', '1:39 appIdInvalid appId']],
    ['{"host":"id.fernhill.example","appId":1.}', ['1:39 numberInvalid', '1:39 notText appId']],
    ['['.repeat(60_000), ['1:1 syntax']]
  ],
  'the values': [
    ['[]', ['1:1 notAnObject']],
    ['"id.fernhill.example"', ['1:1 notAnObject']],
    ['{}', ['1:1 keyMissing host', '1:1 keyMissing appId']],
    ['{"appId":"app-1"}', ['1:1 keyMissing host']],
    ['{"host":"id.fernhill.example",\n"app-id":"app-1"}', ['1:1 keyMissing appId', '2:1 unknownKey app-id appId']],
    [goodWith({ furtherTenant: true }), ['1:47 unknownKey furtherTenant furtherTenants']],
    [goodWith({ weather: 'fine' }), ['1:47 unknownKey weather']],
    [`{"host":"id.fernhill.example","appId":"app-1",\n"host":"id.other.example"}`, ['2:1 duplicateKey host']],
    ['{"__proto__":{},"host":"id.fernhill.example","appId":"app-1"}', ['1:2 unknownKey __proto__']],
    [goodWith({ host: 5 }), ['1:9 notText host']],
    [goodWith({ host: '' }), ['1:9 hostInvalid host']],
    [goodWith({ host: 'https://id.fernhill.example/path' }), ['1:9 hostInvalid host']],
    [goodWith({ host: 'http://id.fernhill.example' }), ['1:9 hostNotSecure host']],
    [goodWith({ appId: 'a b' }), ['1:39 appIdInvalid appId']],
    [goodWith({ organisation: '' }), ['1:62 organisationInvalid organisation']],
    [goodWith({ organisation: 'x'.repeat(61) }), ['1:62 organisationInvalid organisation']],
    [goodWith({ organisation: 'Fernhill\u{202e}' }), ['1:62 organisationInvalid organisation']],
    [goodWith({ redirectPorts: 4180 }), ['1:63 portsInvalid redirectPorts']],
    [goodWith({ redirectPorts: [] }), ['1:63 portsInvalid redirectPorts']],
    [goodWith({ redirectPorts: [4180, 80] }), ['1:69 portsInvalid redirectPorts']],
    [goodWith({ furtherTenants: 'yes' }), ['1:64 notTrueOrFalse furtherTenants']]
  ]
}

for (const [part, rows] of Object.entries(tables)) {
  describe(`a mistake in ${part} of the machine’s file`, () => {
    it.each(rows)('is found at its place: %j', (text, mistakes) => {
      expect(mistakesIn(text)).toEqual(mistakes)
    })
  })
}

describe('the machine’s file', () => {
  it('has every kind of mistake in the tables above, but for a wrong encoding, which only bytes can have', () => {
    const met = new Set(Object.values(tables).flatMap((rows) => rows.flatMap(([, mistakes]) => mistakes)))
    const codes = new Set([...met].map((mistake) => mistake.split(' ')[1]))
    expect(mistakeCode.options.filter((code) => !codes.has(code))).toEqual(['encoding'])
  })

  it('shows all mistakes at once, from top to bottom, even behind a comma that breaks one line', () => {
    const text = '{ // ours\n  "host": "http://id.fernhill.example",\n  "app_id": "app-1"\n  "redirectPorts": [1],\n}'
    expect(mistakesIn(text)).toEqual([
      '1:3 comment',
      '2:11 hostNotSecure host',
      '3:3 unknownKey app_id appId',
      '4:3 commaMissing',
      '4:21 portsInvalid redirectPorts',
      '4:23 trailingComma'
    ])
  })

  it('counts lines that end as on Windows, and characters rather than bytes', () => {
    const text = '{\r\n"host":"id.fernhill.example",\r\n"appId":"app-1","organisation":"羊齿山诊所𝄞",\r\n"x":1}'
    expect(mistakesIn(text)).toEqual(['4:1 unknownKey x'])
    expect(mistakesIn('{"organisation":"诊所𝄞","host":"id.fernhill.example","appId":5}')).toEqual([
      '1:60 notText appId'
    ])
  })

  it('is read whole if it has no mistake, with the line of each key', () => {
    const text = `{\n  "host": "https://id.fernhill.example/",\n  "appId": "app-1",\n  "organisation": "Fernhill Clinic",\n  "redirectPorts": [4180, 4181],\n  "furtherTenants": true\n}\n`
    expect(readPolicyText(text)).toEqual({
      ok: true,
      policy: {
        host: 'https://id.fernhill.example/',
        appId: 'app-1',
        organisation: 'Fernhill Clinic',
        redirectPorts: [4180, 4181],
        furtherTenants: true
      },
      lines: { host: 2, appId: 3, organisation: 4, redirectPorts: 5, furtherTenants: 6 }
    })
  })

  it('allows no further tenants unless it says so', () => {
    expect(readPolicyText(goodWith({}))).toMatchObject({ policy: { furtherTenants: false } })
  })

  it('is never accepted if it is not valid JSON, whatever its text', () => {
    const piece = fc.constantFrom(...Array.from('{}[]",:/*\\ \n01a'), '"host":"a.example"', '"appId":"a"', ',', 'true')
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join('')
        if (readPolicyText(text).ok) JSON.parse(text)
      }),
      { numRuns: 2_000 }
    )
  })
})
