import type { App, Session, WebContents } from 'electron'
import { describe, expect, it } from 'vitest'
import { cutOff, guardContents, guardSession, isOurCamera, type PermissionAsked } from './guards'
import { double } from './guards.testing'

const camera: PermissionAsked = {
  permission: 'media',
  mediaTypes: ['video'],
  isMainFrame: true,
  requestingUrl: 'app://bundle/index.html'
}
const asked = (change: Partial<PermissionAsked>) => isOurCamera({ ...camera, ...change }, ['app://bundle'])

it('recognises the camera of the page itself', () => {
  expect(asked({})).toBe(true)
})

it('refuses the microphone, also beside the camera', () => {
  for (const mediaTypes of [['audio'], ['video', 'audio'], ['audio', 'video'], ['unknown'], [undefined], []]) {
    expect([mediaTypes, asked({ mediaTypes })]).toEqual([mediaTypes, false])
  }
})

it('refuses every other permission', () => {
  for (const permission of ['display-capture', 'geolocation', 'mediaKeySystem', 'hid', 'unknown']) {
    expect([permission, asked({ permission })]).toEqual([permission, false])
  }
})

it('refuses frames inside of the page, and pages that are not ours', () => {
  expect(asked({ isMainFrame: false })).toBe(false)
  for (const requestingUrl of ['', 'app://bundle', 'app://bundle.evil/', 'app://other/index.html', 'https://bundle/']) {
    expect([requestingUrl, asked({ requestingUrl })]).toEqual([requestingUrl, false])
  }
  const { requestingUrl: _nobody, ...unknown } = camera
  expect(isOurCamera(unknown, ['app://bundle'])).toBe(false)
})

type Decide = (asked: object, decide: (answer: unknown) => void) => void
type DecidePermission = (
  contents: null,
  permission: string,
  decide: (granted: boolean) => void,
  details: object
) => void
type CheckPermission = (contents: null, permission: string, origin: string, details: object) => boolean

function guarded(cameraWanted?: () => boolean) {
  const webRequest = double<Session['webRequest']>()
  const session = double<Session>({ webRequest: webRequest.object })
  guardSession(session.object, ['app://bundle'], cameraWanted)
  const [decideOn] = session.given('setPermissionRequestHandler') as [DecidePermission]
  const [check] = session.given('setPermissionCheckHandler') as [CheckPermission]
  return {
    session,
    answerTo: (url: string) => {
      const [decide] = webRequest.given('onBeforeRequest') as [Decide]
      let answer: unknown
      decide({ url }, (given) => (answer = given))
      return answer
    },
    isGranted: ({ permission, mediaTypes, ...frame }: Partial<PermissionAsked>) => {
      let granted: boolean | undefined
      decideOn(null, permission ?? '', (given) => (granted = given), { ...frame, ...(mediaTypes && { mediaTypes }) })
      return granted
    },
    passesCheck: ({ permission, mediaTypes, ...frame }: PermissionAsked) =>
      check(null, permission, 'app://bundle', { ...frame, mediaType: mediaTypes[0] })
  }
}

describe('the session of a page', () => {
  it('requests nothing but what is at its own origin', () => {
    const { answerTo } = guarded()
    expect(answerTo('app://bundle/index.html')).toEqual({ cancel: false })
    for (const url of ['https://evil.example/', 'app://other/', 'app://bundle.evil/', 'file:///etc/passwd']) {
      expect([url, answerTo(url)]).toEqual([url, { cancel: true }])
    }
  })

  it('has the camera only while it is wanted', () => {
    let wanted = false
    const { isGranted, passesCheck } = guarded(() => wanted)
    expect([isGranted(camera), passesCheck(camera)]).toEqual([false, false])
    wanted = true
    expect([isGranted(camera), passesCheck(camera)]).toEqual([true, true])
    const microphone = { ...camera, mediaTypes: ['audio'] }
    expect([isGranted(microphone), passesCheck(microphone)]).toEqual([false, false])
    const { mediaTypes: _none, ...unknown } = camera
    expect(isGranted(unknown)).toBe(false)
  })

  it('has no camera where nobody says when it is wanted', () => {
    const { isGranted, passesCheck } = guarded()
    expect([isGranted(camera), passesCheck(camera)]).toEqual([false, false])
  })

  it('has no devices and no picture of the screen', () => {
    const { session } = guarded()
    const [mayUse] = session.given('setDevicePermissionHandler') as [() => boolean]
    expect(mayUse()).toBe(false)
    const [share] = session.given('setDisplayMediaRequestHandler') as [Decide]
    const answers: unknown[] = []
    share({}, (answer) => answers.push(answer))
    expect(answers).toEqual([{}])
  })

  it('reaches nobody but by a proxy that does not exist', () => {
    const { session } = guarded()
    void cutOff(session.object)
    expect(session.given('setProxy')).toEqual([
      { mode: 'fixed_servers', proxyRules: 'socks5://127.0.0.1:1', proxyBypassRules: '<-loopback>' }
    ])
  })
})

function guardedApp() {
  const [webRequest, commandLine] = [double(), double<App['commandLine']>()]
  const session = double<Session>({ webRequest: webRequest.object })
  const contents = double<WebContents>()
  const app = double<App>({ commandLine: commandLine.object })
  guardContents(app.object)
  app.object.emit('session-created', session.object)
  app.object.emit('web-contents-created', {}, contents.object)
  return { app, commandLine, session, contents, webRequest }
}

describe('whatever the app opens', () => {
  it('cannot go elsewhere, and cannot veto its end', () => {
    const { contents } = guardedApp()
    const ways = ['will-prevent-unload', 'will-navigate', 'will-frame-navigate', 'will-redirect', 'will-attach-webview']
    expect(ways.filter((way) => !contents.emit(way))).toEqual([])
    const [open] = contents.given('setWindowOpenHandler') as [() => object]
    expect(open()).toEqual({ action: 'deny' })
  })

  it('tells nobody its address by WebRTC or by looking up names', () => {
    const { contents, commandLine } = guardedApp()
    expect(contents.given('setWebRTCIPHandlingPolicy')).toEqual(['disable_non_proxied_udp'])
    expect(commandLine.given('appendSwitch')).toEqual(['blink-settings', 'dnsPrefetchingEnabled=false'])
  })

  it('requests nothing, and gets no permission', () => {
    const { session, webRequest } = guardedApp()
    const [decide] = webRequest.given('onBeforeRequest') as [Decide]
    const answers: unknown[] = []
    decide({ url: 'app://bundle/index.html' }, (answer) => answers.push(answer))
    const [decideOn] = session.given('setPermissionRequestHandler') as [DecidePermission]
    decideOn(null, 'media', (answer) => answers.push(answer), camera)
    expect(answers).toEqual([{ cancel: true }, false])
  })

  it('downloads nothing, and is given no device', () => {
    const { session, contents } = guardedApp()
    expect(session.emit('will-download')).toBe(true)
    const decided: unknown[][] = []
    const decide = (...answer: unknown[]) => decided.push(answer)
    expect(session.emit('select-serial-port', [], null, decide)).toBe(true)
    expect(session.emit('select-hid-device', {}, decide)).toBe(true)
    expect(session.emit('select-usb-device', {}, decide)).toBe(true)
    expect(contents.emit('select-bluetooth-device', [], decide)).toBe(true)
    expect(decided).toEqual([[''], [], [], ['']])
  })

  it('fetches no dictionaries', () => {
    const { session } = guardedApp()
    expect(session.given('setSpellCheckerEnabled')).toEqual([false])
    expect(session.given('setSpellCheckerLanguages')).toEqual([[]])
  })

  it('shows a server no client certificate', () => {
    const { app } = guardedApp()
    const decided: unknown[][] = []
    expect(
      app.emit('select-client-certificate', null, 'https://a.example', [{}], (...answer: unknown[]) =>
        decided.push(answer)
      )
    ).toBe(true)
    expect(decided).toEqual([[]])
  })
})
