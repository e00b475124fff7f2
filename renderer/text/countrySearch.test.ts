import fc from 'fast-check'
import { getCountries } from 'libphonenumber-js/min'
import { describe, expect, it } from 'vitest'
import { firstCountry, searchCountries } from './countrySearch'
import { type NamedCountry, namedIn, syllablesOf } from './namesOfCountries'

const countries: NamedCountry[] = [
  { alpha2: 'CI', phoneCountryCode: '+225', name: 'Côte d’Ivoire' },
  { alpha2: 'GG', phoneCountryCode: '+44', name: 'Guernsey' },
  { alpha2: 'ZA', phoneCountryCode: '+27', name: 'South Africa' },
  { alpha2: 'ES', phoneCountryCode: '+34', name: 'Spain' },
  { alpha2: 'GB', phoneCountryCode: '+44', name: 'United Kingdom' },
  { alpha2: 'US', phoneCountryCode: '+1', name: 'United States' }
]

describe('the search', () => {
  it.each([
    ['s', 'ZA ES US GG'],
    ['kingdom', 'GB'],
    ['COTE', 'CI'],
    ['es', 'ES US'],
    ['+44', 'GG GB'],
    ['44', 'GG GB'],
    ['+ 2', 'CI ZA'],
    ['＋３４', 'ES'],
    ['  spa ', 'ES'],
    ['xyz', ''],
    ['4', 'GG GB']
  ])('answers “%s” with %s', (query, expected) => {
    const found = searchCountries(countries, query).map(({ alpha2 }) => alpha2)
    expect(found.join(' ')).toBe(expected)
  })

  it('finds Chinese names by any part of them', () => {
    const named: NamedCountry[] = [
      { alpha2: 'ES', phoneCountryCode: '+34', name: '西班牙' },
      { alpha2: 'CN', phoneCountryCode: '+86', name: '中国' }
    ]
    expect(searchCountries(named, '班')).toEqual([named[0]])
  })

  it('finds every country by its name and by its calling code, and never one twice', () => {
    fc.assert(
      fc.property(fc.constantFrom(...countries), fc.string(), (country, query) => {
        expect(searchCountries(countries, country.name)).toContain(country)
        expect(searchCountries(countries, country.phoneCountryCode)).toContain(country)
        const found = searchCountries(countries, query)
        expect(new Set(found).size).toBe(found.length)
      })
    )
  })
})

describe('the search by other names', () => {
  const all: NamedCountry[] = [
    ['CL', '+56', 'Chile', '智利'],
    ['CN', '+86', 'China', '中国'],
    ['FR', '+33', 'France', '法国'],
    ['DE', '+49', 'Germany', '德国'],
    ['HK', '+852', 'Hong Kong', '中国香港'],
    ['JP', '+81', 'Japan', '日本'],
    ['PH', '+63', 'Philippines', '菲律宾'],
    ['US', '+1', 'United States', '美国']
  ].map(([alpha2 = '', phoneCountryCode = '', name = '', otherName = '']) => ({
    alpha2,
    phoneCountryCode,
    name,
    otherName
  }))
  const inChinese = all.map(({ name, otherName = '', ...rest }) => ({ ...rest, name: otherName, otherName: name }))
  const found = (list: NamedCountry[], query: string) =>
    searchCountries(list, query)
      .map(({ alpha2 }) => alpha2)
      .join(' ')

  it.each([
    ['zhong', 'CN HK', 'by the sound of the Chinese name'],
    ['zhongguo', 'CN HK', 'in one word'],
    ['zhong guo', 'CN HK', 'or in two'],
    ['xianggang', 'HK', 'from any syllable'],
    ['zg', 'CN HK', 'by its first letters'],
    ['feilvbin', 'PH', 'with ü as it is typed'],
    ['feilübin', 'PH', 'or as it is written'],
    ['中国', 'CN HK', 'by the Chinese name itself'],
    ['chi', 'CL CN', 'by the English name'],
    ['deutsch', 'DE', 'by what it calls itself'],
    ['日本', 'JP', 'in its own writing']
  ])('answers “%s” with %s in either language of the window, %s', (query, expected) => {
    expect([found(all, query), found(inChinese, query)]).toEqual([expected, expected])
  })

  it('ignores other names for a single letter if a name on screen begins with it', () => {
    expect([found(all, 'f'), found(inChinese, 'f')]).toEqual(['FR', 'FR PH'])
  })

  it('knows the sound of every country that has phone numbers, one syllable for each character', () => {
    const chinese = new Intl.DisplayNames('zh-CN', { type: 'region' })
    const wrong = getCountries().filter(
      (alpha2) => syllablesOf(alpha2).length !== (chinese.of(alpha2)?.match(/\p{Script=Han}/gu) ?? []).length
    )
    expect(wrong).toEqual([])
  })
})

describe('the country to begin with', () => {
  const first = (callingCode: string, region?: string) => firstCountry(countries, callingCode, region)?.alpha2

  it('is the one of the region, or none if the region is unknown or not served', () => {
    expect([first('', 'ES'), first('', 'XX'), first('')]).toEqual(['ES', undefined, undefined])
  })

  it('is one with the given calling code, whatever the region', () => {
    expect([first('+34', 'US'), first('+44', 'US'), first('+44', 'GG'), first('+44')]).toEqual(['ES', 'GB', 'GG', 'GB'])
  })

  it('is none if no country has that calling code, so that no number gets another country', () => {
    expect(first('+999', 'ES')).toBeUndefined()
  })
})

it('countries have their names and their order in the language of the window', () => {
  const known = [
    { alpha2: 'CN', phoneCountryCode: '+86', names: { en: 'China', 'zh-CN': '中国' } },
    { alpha2: 'AT', phoneCountryCode: '+43', names: { en: 'Austria', 'zh-CN': '奥地利' } },
    { alpha2: 'DE', phoneCountryCode: '+49', names: { en: 'Germany', 'zh-CN': '德国' } }
  ]
  const namesIn = (language: 'en' | 'zh-CN') => namedIn(language, known).map(({ name }) => name)
  expect([namesIn('en'), namesIn('zh-CN')]).toEqual([
    ['Austria', 'China', 'Germany'],
    ['奥地利', '德国', '中国']
  ])
})
