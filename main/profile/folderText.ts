import type { Language } from '../../contract/settings'

export type FolderProblem = 'notAFolder' | 'notWritable' | 'notYours' | 'notPrivate'
/** `failed`: for a reason that nobody foresaw. */
export type StartProblem = FolderProblem | 'failed'

/** One sentence on what is wrong, and one on what to do, for a start that comes to nothing. */
export const startProblemText: Record<Language, Record<StartProblem, (path: string) => string>> = {
  en: {
    notAFolder: (path) =>
      `Holdfast cannot start, because ${path} is not a folder. Move it away, or name another folder with --profile.`,
    notWritable: (path) =>
      `Holdfast cannot start, because it cannot write to its folder ${path}. Make room on the disk or change the folder’s permissions, or name another folder with --profile.`,
    notYours: (path) =>
      `Holdfast does not start, because ${path} belongs to another user of this computer, who could read and change it. Make it yours again, or name another folder with --profile.`,
    notPrivate: (path) =>
      `Holdfast does not start, because other users of this computer can read or change ${path}, and its disk does not let Holdfast forbid it. Name a folder on another disk with --profile.`,
    failed: (path) =>
      `Holdfast could not start. Start it again; if nothing changes, send the newest file in ${path} to your help desk.`
  },
  'zh-CN': {
    notAFolder: (path) => `Holdfast 无法启动，因为 ${path} 不是文件夹。请把它移走，或用 --profile 指定另一个文件夹。`,
    notWritable: (path) =>
      `Holdfast 无法启动，因为无法写入自己的文件夹 ${path}。请清理磁盘空间或更改文件夹权限，也可以用 --profile 指定另一个文件夹。`,
    notYours: (path) =>
      `Holdfast 没有启动，因为 ${path} 属于这台电脑的另一个用户，对方可以读取和更改它。请把它改回你的名下，或用 --profile 指定另一个文件夹。`,
    notPrivate: (path) =>
      `Holdfast 没有启动，因为这台电脑的其他用户可以读取或更改 ${path}，而它所在的磁盘无法禁止这样做。请用 --profile 指定另一个磁盘上的文件夹。`,
    failed: (path) => `Holdfast 无法启动。请重新启动；如果没有变化，把 ${path} 中最新的文件发给技术支持。`
  }
}
