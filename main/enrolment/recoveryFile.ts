import { formatsOf } from '../../contract/formats'
import type { RecoveryCode } from '../../contract/enrolment'
import type { Language } from '../../contract/settings'

interface Words {
  file: string
  title: string
  account: string
  tenant: string
  madeAt: string
  codes: string
  purpose: string
  care: string
}

const words: Record<Language, Words> = {
  en: {
    file: 'Recovery code',
    title: 'Recovery code',
    account: 'Account',
    tenant: 'Organisation',
    madeAt: 'Made on',
    codes: 'Codes: 1, for one use',
    purpose: 'It lets you in once if the phone with your authenticator app is lost.',
    care: 'Keep it where you can reach it without that phone. Holdfast will never ask you for it.'
  },
  'zh-CN': {
    file: '恢复码',
    title: '恢复码',
    account: '账号',
    tenant: '组织',
    madeAt: '生成时间',
    codes: '数量：1 个，限用一次',
    purpose: '装有验证器 App 的手机丢失时，可凭它登录一次。',
    care: '请存放在没有那部手机也能拿到的地方。Holdfast 永远不会向你索要它。'
  }
}

/** A text file that still says years later which account it opens. */
export function recoveryFile(
  { code, account, organisation, tenant, madeAt }: RecoveryCode,
  language: Language
): { name: string; text: string } {
  const w = words[language]
  const moment = new Intl.DateTimeFormat(formatsOf(language), { dateStyle: 'long', timeStyle: 'short' }).format(madeAt)
  const lines = [
    w.title,
    '',
    code,
    '',
    ...(account === undefined ? [] : [`${w.account}: ${account}`]),
    `${w.tenant}: ${organisation === undefined ? tenant : `${organisation} (${tenant})`}`,
    `${w.madeAt}: ${moment}`,
    w.codes,
    '',
    w.purpose,
    w.care,
    ''
  ]
  const name = [w.file, account, tenant].filter(Boolean).join(' - ')
  return { name: `${fileName(name)}.txt`, text: lines.join('\n') }
}

/** Without what some file system refuses. */
const fileName = (text: string): string => text.replace(/[<>:"/\\|?*\p{Cc}]/gu, '_').slice(0, 120)
