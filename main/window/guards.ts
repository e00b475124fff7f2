import type { App, Session, WebContents } from 'electron'

/**
 * Refuses what a page of ours never needs: permissions, devices, screen capture, downloads, navigation, new windows, webviews,
 * and every request that does not go to the page's own origin.
 */
export function guardSession(session: Session, pageOrigins: readonly string[]): void {
  session.setPermissionRequestHandler((_contents, _permission, decide) => decide(false))
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
  session.setDisplayMediaRequestHandler((_request, decide) => decide({}))
  session.on('will-download', (event) => event.preventDefault())
  session.on('select-serial-port', (event, _ports, _contents, decide) => {
    event.preventDefault()
    decide('')
  })
  session.webRequest.onBeforeRequest(({ url }, decide) => {
    decide({ cancel: !pageOrigins.some((origin) => url.startsWith(`${origin}/`)) })
  })
}

export function guardContents(app: App): void {
  app.on('web-contents-created', (_event, contents) => refuseToLeave(contents))
  // Chromium would pick a client certificate by itself.
  app.on('select-client-certificate', (event, _contents, _url, _certificates, decide) => {
    event.preventDefault()
    decide()
  })
}

function refuseToLeave(contents: WebContents): void {
  contents.on('will-navigate', (event) => event.preventDefault())
  contents.on('will-frame-navigate', (event) => event.preventDefault())
  contents.on('will-redirect', (event) => event.preventDefault())
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
}
