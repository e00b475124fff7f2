import type { Language } from '../../contract/settings'
import type { DialogText } from '../confirmation/dialogText'
import type { Tenant } from '../tenant'

const words: Record<Language, { message: (host: string) => string; detail: string; cancel: string; confirm: string }> =
  {
    en: {
      message: (host) => `Connect to ${host}?`,
      detail: 'Go on only if your organisation gave you this address. Whoever runs it learns who signs in there.',
      cancel: 'Cancel',
      confirm: 'Connect'
    },
    'zh-CN': {
      message: (host) => `连接到 ${host}？`,
      detail: '只有当这个地址来自你的组织时才继续。运营它的人会知道谁在那里登录。',
      cancel: '取消',
      confirm: '连接'
    }
  }

/** Asked before an address that was typed into the page is trusted with a sign-in. */
export function tenantDialog(language: Language, { host }: Tenant): DialogText {
  const { message, ...rest } = words[language]
  return { message: message(new URL(host).host), ...rest }
}
