import type { App, Session, WebContents } from 'electron'

/** A page's request, as Electron passes it to both of its permission handlers. */
export interface PermissionAsked {
  permission: string
  /** Electron omits it if a check concerns no device in particular. */
  mediaTypes: readonly (string | undefined)[]
  isMainFrame: boolean
  requestingUrl?: string
}

/** Returns true only for the camera, without the microphone, and only for the page itself. */
export function isOurCamera(asked: PermissionAsked, pageOrigins: readonly string[]): boolean {
  const { permission, mediaTypes, isMainFrame, requestingUrl = '' } = asked
  const videoOnly = mediaTypes.length > 0 && mediaTypes.every((type) => type === 'video')
  return permission === 'media' && videoOnly && isMainFrame && isWithin(pageOrigins, requestingUrl)
}

/**
 * Refuses what depends on a page's origin: permissions, devices, screen capture, and every request that does not go to the
 * page's own origin. The one exception is the camera, while `cameraWanted` returns true. It may be called again: the last
 * call counts.
 */
export function guardSession(
  session: Session,
  pageOrigins: readonly string[],
  cameraWanted: () => boolean = () => false
): void {
  session.setPermissionRequestHandler((_contents, permission, decide, details) => {
    const mediaTypes = ('mediaTypes' in details && details.mediaTypes) || []
    decide(cameraWanted() && isOurCamera({ ...details, permission, mediaTypes }, pageOrigins))
  })
  session.setPermissionCheckHandler(
    (_contents, permission, _origin, { mediaType, ...frame }) =>
      cameraWanted() && isOurCamera({ ...frame, permission, mediaTypes: [mediaType] }, pageOrigins)
  )
  session.setDevicePermissionHandler(() => false)
  session.setDisplayMediaRequestHandler((_request, decide) => decide({}))
  session.webRequest.onBeforeRequest(({ url }, decide) => {
    decide({ cancel: !isWithin(pageOrigins, url) })
  })
}

/** Refuses what no page of any session ever gets. It is called once for each session, because listeners add up. */
function refuseAlways(session: Session): void {
  session.on('will-download', (event) => event.preventDefault())
  session.on('select-serial-port', (event, _ports, _contents, decide) => {
    event.preventDefault()
    decide('')
  })
  session.on('select-hid-device', (event, _details, decide) => {
    event.preventDefault()
    decide()
  })
  session.on('select-usb-device', (event, _details, decide) => {
    event.preventDefault()
    decide()
  })
}

function isWithin(origins: readonly string[], url: string): boolean {
  return origins.some((origin) => url.startsWith(`${origin}/`))
}

/**
 * Closes the way out that no request takes: WebRTC connects to any address by itself, and no policy of a page forbids it.
 * With nothing but a proxy that does not exist, it reaches nobody. The page's own files do not come over the network.
 */
export const cutOff = (session: Session): Promise<void> =>
  session.setProxy({
    mode: 'fixed_servers',
    proxyRules: 'socks5://127.0.0.1:1',
    proxyBypassRules: '<-loopback>'
  })

/** Guards every page and every session there will be, also those that Electron creates unasked. It is called before `ready`. */
export function guardContents(app: App): void {
  // Looking a name up sends a message to its name server, and neither a policy nor a request handler sees that.
  app.commandLine.appendSwitch('blink-settings', 'dnsPrefetchingEnabled=false')
  app.on('session-created', (session) => {
    guardSession(session, [])
    refuseAlways(session)
    // Otherwise Chromium would fetch dictionaries from Google.
    session.setSpellCheckerEnabled(false)
    session.setSpellCheckerLanguages([])
  })
  app.on('web-contents-created', (_event, contents) => refuseToLeave(contents))
  // Otherwise Chromium would pick a client certificate by itself.
  app.on('select-client-certificate', (event, _contents, _url, _certificates, decide) => {
    event.preventDefault()
    decide()
  })
}

function refuseToLeave(contents: WebContents): void {
  // Here preventDefault overrules the page, which wants to stay.
  contents.on('will-prevent-unload', (event) => event.preventDefault())
  contents.on('will-navigate', (event) => event.preventDefault())
  contents.on('will-frame-navigate', (event) => event.preventDefault())
  contents.on('will-redirect', (event) => event.preventDefault())
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.on('select-bluetooth-device', (event, _devices, decide) => {
    event.preventDefault()
    decide('')
  })
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp')
}
