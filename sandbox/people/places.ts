/** A place as the vendor's network lookup names it. */
export interface Place {
  country: string
  code2: string
  code3: string
  region: string
  regionCode: string
  city: string
  continent: string
  timezone: string
  lat: number
  lon: number
}

export const places = {
  leeds: {
    country: 'United Kingdom',
    code2: 'GB',
    code3: 'GBR',
    region: 'England',
    regionCode: 'GB-ENG',
    city: 'Leeds',
    continent: 'EU',
    timezone: 'Europe/London',
    lat: 53.8,
    lon: -1.55
  },
  madrid: {
    country: 'Spain',
    code2: 'ES',
    code3: 'ESP',
    region: 'Madrid',
    regionCode: 'ES-MD',
    city: 'Madrid',
    continent: 'EU',
    timezone: 'Europe/Madrid',
    lat: 40.42,
    lon: -3.7
  },
  hangzhou: {
    country: 'China',
    code2: 'CN',
    code3: 'CHN',
    region: 'Zhejiang',
    regionCode: 'CN-ZJ',
    city: 'Hangzhou',
    continent: 'AS',
    timezone: 'Asia/Shanghai',
    lat: 30.27,
    lon: 120.16
  },
  boston: {
    country: 'United States',
    code2: 'US',
    code3: 'USA',
    region: 'Massachusetts',
    regionCode: 'US-MA',
    city: 'Boston',
    continent: 'NA',
    timezone: 'America/New_York',
    lat: 42.36,
    lon: -71.06
  },
  saoPaulo: {
    country: 'Brazil',
    code2: 'BR',
    code3: 'BRA',
    region: 'São Paulo',
    regionCode: 'BR-SP',
    city: 'São Paulo',
    continent: 'SA',
    timezone: 'America/Sao_Paulo',
    lat: -23.55,
    lon: -46.63
  }
} satisfies Record<string, Place>

export type PlaceName = keyof typeof places
