import type { UpdatesState } from '../../../contract/updates'

export const updatesState: UpdatesState = {
  means: { by: 'package', command: 'sudo apt update && sudo apt install holdfast' },
  host: 'updates.holdfast.example',
  progress: { phase: 'idle' },
  tooOld: false,
  dismissed: false
}
