import { contextBridge, ipcRenderer } from 'electron'
import type { Bridge, Call, Channel, EventData, EventName, Subscribe } from '../contract'

const call =
  <C extends Channel>(channel: C): Call<C> =>
  (input) =>
    ipcRenderer.invoke(channel, input)

const on =
  <E extends EventName>(event: E): Subscribe<E> =>
  (listener) => {
    const pass = (_event: unknown, data: EventData<E>): void => {
      listener(data)
    }
    ipcRenderer.on(event, pass)
    return () => ipcRenderer.off(event, pass)
  }

const bridge: Bridge = {
  session: {
    read: call('session:read'),
    signIn: call('session:signIn'),
    reopenBrowser: call('session:reopenBrowser'),
    copySignInLink: call('session:copySignInLink'),
    cancelSignIn: call('session:cancelSignIn'),
    signOut: call('session:signOut'),
    retryKeychain: call('session:retryKeychain'),
    onChanged: on('session:changed')
  },
  factors: {
    listToEnroll: call('factors:listToEnroll'),
    listEnrolled: call('factors:listEnrolled'),
    stopLoading: call('factors:stopLoading')
  },
  account: { read: call('account:read') },
  settings: { read: call('settings:read'), change: call('settings:change') },
  diagnostics: { copyFailure: call('diagnostics:copyFailure') }
}

contextBridge.exposeInMainWorld('bridge', bridge)
