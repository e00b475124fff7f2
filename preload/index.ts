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
    copyAuthorizationRequest: call('session:copyAuthorizationRequest'),
    cancelSignIn: call('session:cancelSignIn'),
    finishSignIn: call('session:finishSignIn'),
    useToken: call('session:useToken'),
    signOut: call('session:signOut'),
    retryKeychain: call('session:retryKeychain'),
    askAgain: call('session:askAgain'),
    copyMessage: call('session:copyMessage'),
    openTenant: call('session:openTenant'),
    onChanged: on('session:changed')
  },
  overview: {
    read: call('overview:read'),
    putOff: call('overview:putOff'),
    dismiss: call('overview:dismiss'),
    undo: call('overview:undo'),
    copyRequest: call('overview:copyRequest'),
    openTenantPage: call('overview:openTenantPage'),
    onChanged: on('overview:changed')
  },
  factors: {
    listToEnroll: call('factors:listToEnroll'),
    listEnrolled: call('factors:listEnrolled'),
    label: call('factors:label'),
    stopLoading: call('factors:stopLoading')
  },
  enrolment: {
    read: call('enrolment:read'),
    start: call('enrolment:start'),
    suggestTarget: call('enrolment:suggestTarget'),
    sendChallenge: call('enrolment:sendChallenge'),
    copySignInLink: call('enrolment:copySignInLink'),
    reopenBrowser: call('enrolment:reopenBrowser'),
    cancelQuestion: call('enrolment:cancelQuestion'),
    verify: call('enrolment:verify'),
    verifyFace: call('enrolment:verifyFace'),
    recheck: call('enrolment:recheck'),
    readKey: call('enrolment:readKey'),
    copyKey: call('enrolment:copyKey'),
    copyLink: call('enrolment:copyLink'),
    openAuthenticator: call('enrolment:openAuthenticator'),
    readRecoveryCode: call('enrolment:readRecoveryCode'),
    copyRecoveryCode: call('enrolment:copyRecoveryCode'),
    saveRecoveryCode: call('enrolment:saveRecoveryCode'),
    keepRecoveryCode: call('enrolment:keepRecoveryCode'),
    leave: call('enrolment:leave'),
    onChanged: on('enrolment:changed'),
    onConceal: on('enrolment:conceal')
  },
  incident: {
    read: call('incident:read'),
    start: call('incident:start'),
    act: call('incident:act'),
    decide: call('incident:decide'),
    save: call('incident:save'),
    copySignInLink: call('incident:copySignInLink'),
    reopenBrowser: call('incident:reopenBrowser'),
    onChanged: on('incident:changed')
  },
  removal: {
    read: call('removal:read'),
    preview: call('removal:preview'),
    start: call('removal:start'),
    copySignInLink: call('removal:copySignInLink'),
    reopenBrowser: call('removal:reopenBrowser'),
    sendCode: call('removal:sendCode'),
    confirmCode: call('removal:confirmCode'),
    recheck: call('removal:recheck'),
    leave: call('removal:leave'),
    onChanged: on('removal:changed')
  },
  passkeys: {
    list: call('passkeys:list'),
    rename: call('passkeys:rename'),
    remove: call('passkeys:remove'),
    add: call('passkeys:add')
  },
  devices: {
    list: call('devices:list'),
    label: call('devices:label'),
    readEnding: call('devices:readEnding'),
    startEnding: call('devices:startEnding'),
    stopEnding: call('devices:stopEnding'),
    tryAgain: call('devices:tryAgain'),
    leaveEnding: call('devices:leaveEnding'),
    copySignInLink: call('devices:copySignInLink'),
    reopenBrowser: call('devices:reopenBrowser'),
    readOwn: call('devices:readOwn'),
    renewOwn: call('devices:renewOwn'),
    onEndingChanged: on('devices:endingChanged')
  },
  alerts: {
    read: call('alerts:read'),
    look: call('alerts:look'),
    answer: call('alerts:answer'),
    closeLearnt: call('alerts:closeLearnt'),
    readChanges: call('alerts:readChanges'),
    onChanged: on('alerts:changed')
  },
  countries: { list: call('countries:list') },
  activity: {
    read: call('activity:read'),
    readOlder: call('activity:readOlder'),
    countNewer: call('activity:countNewer'),
    takeNewer: call('activity:takeNewer'),
    readBurst: call('activity:readBurst'),
    readKinds: call('activity:readKinds'),
    find: call('activity:find'),
    countDays: call('activity:countDays'),
    export: call('activity:export'),
    readExport: call('activity:readExport'),
    cancelExport: call('activity:cancelExport'),
    onExportChanged: on('activity:exportChanged')
  },
  drill: {
    read: call('drill:read'),
    start: call('drill:start'),
    sendCode: call('drill:sendCode'),
    check: call('drill:check'),
    nothingArrived: call('drill:nothingArrived'),
    next: call('drill:next'),
    stop: call('drill:stop'),
    leave: call('drill:leave'),
    readRecord: call('drill:readRecord'),
    setPace: call('drill:setPace'),
    onChanged: on('drill:changed')
  },
  whatIf: { read: call('whatIf:read'), consider: call('whatIf:consider'), say: call('whatIf:say') },
  accounts: {
    list: call('accounts:list'),
    switch: call('accounts:switch'),
    add: call('accounts:add'),
    forget: call('accounts:forget'),
    forgetAll: call('accounts:forgetAll'),
    retryMachineFile: call('accounts:retryMachineFile')
  },
  profile: { read: call('profile:read'), readOrganisation: call('profile:readOrganisation') },
  snapshot: { read: call('snapshot:read') },
  settings: {
    read: call('settings:read'),
    change: call('settings:change'),
    browsers: call('settings:browsers')
  },
  lock: {
    read: call('lock:read'),
    unlock: call('lock:unlock'),
    unlockWithTouchId: call('lock:unlockWithTouchId'),
    signInAgain: call('lock:signInAgain'),
    lockNow: call('lock:lockNow'),
    setPin: call('lock:setPin'),
    removePin: call('lock:removePin'),
    change: call('lock:change'),
    onChanged: on('lock:changed')
  },
  updates: {
    read: call('updates:read'),
    look: call('updates:look'),
    install: call('updates:install'),
    restart: call('updates:restart'),
    copyCommand: call('updates:copyCommand'),
    dismiss: call('updates:dismiss'),
    onChanged: on('updates:changed')
  },
  diagnostics: { copyFailure: call('diagnostics:copyFailure'), copy: call('diagnostics:copy') },
  about: {
    listComponents: call('about:listComponents'),
    readLicence: call('about:readLicence'),
    openChromiumLicences: call('about:openChromiumLicences')
  }
}

contextBridge.exposeInMainWorld('bridge', bridge)
