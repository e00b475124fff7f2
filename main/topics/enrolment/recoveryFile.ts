import { formatsOf } from '../../../contract/formats'
import type { RecoveryCode } from '../../../contract/enrolment'
import type { Language } from '../../../contract/settings'
import { systemText } from '../../ground/words'

/** Returns a text file from which a person can tell even years later which account the code opens. */
export function recoveryFile(
  { code, account, organisation, tenant, madeAt }: RecoveryCode,
  language: Language
): { name: string; text: string } {
  const moment = new Intl.DateTimeFormat(formatsOf(language), { dateStyle: 'long', timeStyle: 'short' }).format(madeAt)
  const lines = [
    systemText(language, 'recoveryFile.title'),
    '',
    code,
    '',
    ...(account === undefined ? [] : [`${systemText(language, 'recoveryFile.account')}: ${account}`]),
    `${systemText(language, 'recoveryFile.tenant')}: ${organisation === undefined ? tenant : `${organisation} (${tenant})`}`,
    `${systemText(language, 'recoveryFile.madeAt')}: ${moment}`,
    systemText(language, 'recoveryFile.codes'),
    '',
    systemText(language, 'recoveryFile.purpose'),
    systemText(language, 'recoveryFile.care'),
    ''
  ]
  const name = [systemText(language, 'recoveryFile.file'), account, tenant].filter(Boolean).join(' - ')
  return { name: `${fileName(name)}.txt`, text: lines.join('\n') }
}

/** Returns a file name without the characters that some file system refuses. */
const fileName = (text: string): string => text.replace(/[<>:"/\\|?*\p{Cc}]/gu, '_').slice(0, 120)
