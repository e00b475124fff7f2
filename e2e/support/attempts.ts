/**
 * A page that has been taken over may try these. Each function runs inside the page, so it can use nothing from outside
 * itself.
 */

/** Requests every kind of resource at `http://address`. `name` is a host that gets looked up if anything resolves it. */
export async function reachOut({ address, udpPort, name }: { address: string; udpPort: number; name: string }) {
  const [host, socket] = [`http://${address}`, `ws://${address}`]
  const outcomes: Record<string, string> = {}
  const settle = async (attempt: string, work: () => unknown) => {
    try {
      await work()
      outcomes[attempt] = 'let through'
    } catch {
      outcomes[attempt] = 'refused'
    }
  }
  const loaded = (tag: string, attributes: Record<string, string>) =>
    new Promise((resolve, reject) => {
      const element = document.createElement(tag)
      element.addEventListener('load', resolve)
      element.addEventListener('error', reject)
      for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value)
      document.body.append(element)
    })
  const opened = (target: EventTarget, event: string) =>
    new Promise((resolve, reject) => {
      target.addEventListener(event, resolve)
      target.addEventListener('error', reject)
    })

  await settle('fetch', () => fetch(host))
  await settle('fetch, not readable', () => fetch(host, { mode: 'no-cors', keepalive: true }))
  await settle('XMLHttpRequest', () => {
    const request = new XMLHttpRequest()
    request.open('GET', host)
    request.send()
    return opened(request, 'load')
  })
  await settle('EventSource', () => opened(new EventSource(host), 'open'))
  await settle('WebSocket', () => opened(new WebSocket(socket), 'open'))
  await settle('WebTransport', () => new WebTransport(`https://${address}`).ready)
  await settle('image', () => loaded('img', { src: `${host}/x.png` }))
  await settle('style sheet', () => loaded('link', { rel: 'stylesheet', href: `${host}/x.css` }))
  await settle('video', () => loaded('video', { src: `${host}/x.mp4` }))
  await settle('font', () => new FontFace('x', `url(${host}/x.woff2)`).load())
  await settle('module', () => import(`${host}/x.js`))
  await settle('worker', () => opened(new Worker(`${host}/x.js`), 'message'))
  // These calls report no result, so the listener and the look-ups show it.
  navigator.sendBeacon(host, 'x')
  const link = Object.assign(document.createElement('a'), { href: '#', ping: host })
  document.body.append(link)
  link.click()
  for (const rel of [
    'preconnect',
    'dns-prefetch',
    'prefetch',
    'prerender',
    'preload',
    'modulepreload',
    'icon',
    'manifest'
  ]) {
    for (const href of [`${host}/${rel}`, `http://${rel}.${name}/`]) {
      document.head.append(Object.assign(document.createElement('link'), { rel, href, as: 'image' }))
    }
  }
  const peer = new RTCPeerConnection({
    iceServers: [
      { urls: [`stun:127.0.0.1:${udpPort}`, `stun:stun.${name}:3478`] },
      { urls: `turn:${address}?transport=tcp`, username: 'x', credential: 'x' }
    ]
  })
  peer.createDataChannel('x')
  await peer.setLocalDescription(await peer.createOffer())
  await new Promise<void>((resolve) => {
    peer.addEventListener('icegatheringstatechange', () => {
      if (peer.iceGatheringState === 'complete') resolve()
    })
  })
  return outcomes
}

/** Uses everything that needs a permission, after a click. Resolves with the uses that were not refused. */
export async function usePermissions(): Promise<string[]> {
  const given: string[] = []
  const ask = async (path: string, ...args: unknown[]) => {
    const parts = path.split('.')
    const name = parts.pop() ?? ''
    let owner: object = window
    for (const part of parts) {
      const next: unknown = Reflect.get(owner, part)
      if (typeof next !== 'object' || next === null) return
      owner = next
    }
    const method: unknown = Reflect.get(owner, name)
    if (typeof method !== 'function') return
    try {
      const answer: unknown = await Reflect.apply(method, owner, args)
      const nothing = Array.isArray(answer) && answer.length === 0
      if (answer !== 'denied' && answer !== false && !nothing) given.push(path)
    } catch {
      // The refusal is the expected result.
    }
  }
  await ask('navigator.mediaDevices.getUserMedia', { video: true })
  await ask('navigator.mediaDevices.getUserMedia', { audio: true })
  await ask('navigator.mediaDevices.getDisplayMedia', { video: true })
  await ask('navigator.mediaDevices.selectAudioOutput')
  await ask('Notification.requestPermission')
  await ask('navigator.requestMIDIAccess')
  await ask('navigator.requestMIDIAccess', { sysex: true })
  await ask('navigator.clipboard.read')
  await ask('navigator.clipboard.readText')
  await ask('navigator.clipboard.writeText', 'x')
  await ask('navigator.keyboard.lock')
  await ask('IdleDetector.requestPermission')
  await ask('getScreenDetails')
  await ask('queryLocalFonts')
  await ask('navigator.storage.persist')
  await ask('navigator.wakeLock.request', 'screen')
  await ask('navigator.usb.requestDevice', { filters: [] })
  await ask('navigator.hid.requestDevice', { filters: [] })
  await ask('navigator.serial.requestPort')
  await ask('navigator.bluetooth.requestDevice', { acceptAllDevices: true })
  await ask('navigator.requestMediaKeySystemAccess', 'com.widevine.alpha', [{}])
  await ask('navigator.serviceWorker.register', 'x.js')
  // This call never answers when it is refused.
  void ask('document.documentElement.requestFullscreen')
  await ask('document.body.requestPointerLock')
  const located = await new Promise((resolve) =>
    navigator.geolocation.getCurrentPosition(
      () => resolve(true),
      ({ code, PERMISSION_DENIED }) => resolve(code !== PERMISSION_DENIED)
    )
  )
  if (located === true) given.push('navigator.geolocation')
  if (document.fullscreenElement) given.push('full screen')
  if (document.pointerLockElement) given.push('pointer lock')
  return given
}

/** Tries to leave the page, to open another, to frame one and to save a file. */
export async function goAway(host: string): Promise<string[]> {
  const opened: string[] = []
  const page = URL.createObjectURL(new Blob(['<h1>x</h1>'], { type: 'text/html' }))
  const addresses = [
    host,
    page,
    'data:text/html,<h1>x</h1>',
    'file:///etc/hostname',
    'app://other/index.html',
    'app://bundle/../index.html?x',
    'chrome://gpu',
    'devtools://devtools/bundled/inspector.html',
    'view-source:app://bundle/index.html',
    'mailto:x@example.com',
    'tel:123',
    'otpauth://totp/x?secret=JBSWY3DPEHPK3PXP'
  ]
  const put = <T extends keyof HTMLElementTagNameMap>(tag: T, attributes: Record<string, string>) => {
    const element = document.createElement(tag)
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
    document.body.append(element)
    return element
  }
  /** Trusted Types, or Chromium itself, stops some of these by an exception. */
  const attempt = (work: () => unknown) => {
    try {
      work()
    } catch {
      // The exception is the expected result.
    }
  }
  for (const href of [...addresses, 'about:blank']) {
    for (const features of ['', 'popup', 'noopener'])
      attempt(() => window.open(href, '_blank', features) && opened.push(href))
  }
  for (const href of addresses) {
    for (const target of ['_self', '_blank', '_top', 'new']) {
      put('a', { href, target }).click()
      for (const method of ['get', 'post']) put('form', { action: href, method, target }).submit()
    }
    put('a', { href, download: 'x' }).click()
    attempt(() => put('iframe', { src: href }))
    attempt(() => put('object', { data: href }))
    attempt(() => put('embed', { src: href }))
    document.body.append(Object.assign(document.createElement('webview'), { src: href }))
    const refresh = document.createElement('meta')
    Object.assign(refresh, { httpEquiv: 'refresh', content: `0;url=${href}` })
    document.head.append(refresh)
    attempt(() => (location.href = href))
    await new Promise((resolve) => setTimeout(resolve))
  }
  attempt(() => (location.href = 'javascript:window.hit = true'))
  attempt(() => put('iframe', { srcdoc: `<meta http-equiv="refresh" content="0;url=${host}">` }))
  put('a', { href: location.href, download: 'x' }).click()
  return opened
}

/** Tries to run script that is not in the bundle. Returns the ways that were stopped at once. */
export function runForeignScripts(): string[] {
  const stopped: string[] = []
  const attempt = (name: string, work: () => unknown) => {
    try {
      work()
    } catch {
      stopped.push(name)
    }
  }
  attempt('text of a timer', () => void Reflect.apply(setTimeout, window, ['window.hit = true']))
  attempt('script element', () => {
    const script = document.createElement('script')
    script.append('window.hit = true')
    document.body.append(script)
  })
  attempt('markup', () => document.body.insertAdjacentHTML('beforeend', '<img src=x onerror="window.hit = true">'))
  attempt('attribute', () => {
    const image = document.createElement('img')
    image.setAttribute('onerror', 'window.hit = true')
    image.src = 'x'
    document.body.append(image)
  })
  return stopped
}
