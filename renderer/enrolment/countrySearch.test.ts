import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Country } from '../../contract/countries'
import { firstCountry, searchCountries } from './countrySearch'

const countries: Country[] = [
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
    const named: Country[] = [
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

describe('the country to begin with', () => {
  const first = (callingCode: string, region?: string) => firstCountry(countries, callingCode, region)?.alpha2

  it('is the one of the region, and none where the region is not known or not served', () => {
    expect([first('', 'ES'), first('', 'XX'), first('')]).toEqual(['ES', undefined, undefined])
  })

  it('is one with the calling code that is there already, wherever the person is', () => {
    expect([first('+34', 'US'), first('+44', 'US'), first('+44', 'GG'), first('+44')]).toEqual(['ES', 'GB', 'GG', 'GB'])
  })

  it('is none if no country has that calling code, so that no number gets another country', () => {
    expect(first('+999', 'ES')).toBeUndefined()
  })
})
