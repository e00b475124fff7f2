import type { Language } from '../../contract/settings'
import type { DialogText } from '../confirmation/dialogText'
import type { AtStake } from './lockInterface'

const words: Record<Language, Record<AtStake, DialogText>> = {
  en: {
    session: {
      message: 'Lock and sign out?',
      detail:
        'Your keychain does not hold this session, and a locked window keeps nothing in memory. You would have to sign in again.',
      cancel: 'Go back',
      confirm: 'Lock'
    },
    recoveryCode: {
      message: 'Lock without keeping your recovery code?',
      detail: 'It is shown only now. Without it, a lost phone may cost you your account.',
      cancel: 'Go back',
      confirm: 'Lock'
    }
  },
  'zh-CN': {
    session: {
      message: '锁定并退出登录？',
      detail: '钥匙串里没有保存这次登录，而锁定后内存里什么也不会留下。之后需要重新登录。',
      cancel: '返回',
      confirm: '锁定'
    },
    recoveryCode: {
      message: '不保存恢复码就锁定吗？',
      detail: '它只在此刻显示。没有它，手机丢失时可能连账号也找不回来。',
      cancel: '返回',
      confirm: '锁定'
    }
  }
}

/** Asked before somebody locks although something is nowhere but in memory. */
export const lossDialog = (language: Language, atStake: AtStake): DialogText => words[language][atStake]
