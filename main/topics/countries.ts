import type { Language } from '../../contract/settings'
import type { Handlers } from '../bridge/serve'
import type { Client } from '../genauth/client'
import { getCountryList } from '../genauth/operations'

export function countriesHandlers(client: Client, language: () => Language): Pick<Handlers, 'countries:list'> {
  return {
    'countries:list': async () => {
      const countries = await client.call(getCountryList)
      const inLanguage = language()
      const order = new Intl.Collator(inLanguage)
      return countries
        .flatMap(({ alpha2, phoneCountryCode, names }) => {
          const name = names[inLanguage] ?? names.en
          const digits = phoneCountryCode.replace(/\D/g, '')
          return name && digits ? [{ alpha2, phoneCountryCode: `+${digits}`, name }] : []
        })
        .sort((one, other) => order.compare(one.name, other.name))
    }
  }
}
