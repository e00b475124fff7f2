import type { Language } from '../../contract/settings'
import type { DialogText } from '../confirmation/dialogText'

/** What would be lost: a recovery code that is shown only now, or the newest session, which is in no keychain. */
export type ToLose = 'recoveryCode' | 'session'

export const questions: Record<Language, Record<ToLose, DialogText>> = {
  en: {
    recoveryCode: {
      message: 'Close without keeping your recovery code?',
      detail: 'It is shown only now. Without it, a lost phone may cost you your account.',
      cancel: 'Go back',
      confirm: 'Close'
    },
    session: {
      message: 'Quit although your session is not stored?',
      detail:
        'Your keychain did not take the newest session, and the one it holds is used up. If you quit now, you sign in again at the next start. If you stay, Holdfast keeps trying to store it.',
      cancel: 'Stay',
      confirm: 'Quit anyway'
    }
  },
  'zh-CN': {
    recoveryCode: {
      message: '不保存恢复码就关闭吗？',
      detail: '它只在此刻显示。没有它，手机丢失时可能连账号也找不回来。',
      cancel: '返回',
      confirm: '关闭'
    },
    session: {
      message: '登录状态尚未保存，仍要退出吗？',
      detail:
        '系统钥匙串没有存下最新的登录状态，其中保存的那份已不能再用。如果现在退出，下次启动时需要重新登录；如果留下，Holdfast 会继续尝试保存。',
      cancel: '留下',
      confirm: '仍要退出'
    }
  }
}
