import type { Topic } from '../../bridge/topic'
import type { Client } from '../../tenant/client'
import { getCountryList } from '../../tenant/operations'

export function countriesTopic(client: Client): Topic<'countries'> {
  return {
    handlers: {
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
}
