import type { Handlers } from '../bridge/serve'
import type { Client } from '../genauth/client'
import { getCountryList } from '../genauth/operations'

export function countriesHandlers(client: Client): Pick<Handlers, 'countries:list'> {
  return {
    'countries:list': async () => {
      const countries = await client.call(getCountryList)
      return countries.flatMap(({ alpha2, phoneCountryCode, names }) => {
        const en = names.en ?? names['zh-CN']
        const zh = names['zh-CN'] ?? names.en
        const digits = phoneCountryCode.replace(/\D/g, '')
        return en && zh && digits ? [{ alpha2, phoneCountryCode: `+${digits}`, names: { en, 'zh-CN': zh } }] : []
      })
    }
  }
}
