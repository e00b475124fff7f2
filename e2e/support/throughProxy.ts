/**
 * Returns variables that make Chromium take a proxy for the system's, even for addresses of this computer. A switch would
 * do the same, but a packaged app refuses it. On a desktop with its own proxy settings Chromium uses those instead.
 */
export const throughProxy = (address: string): Record<string, string> => ({
  http_proxy: `http://${address}`,
  https_proxy: `http://${address}`,
  no_proxy: '<-loopback>',
  XDG_CURRENT_DESKTOP: '',
  DESKTOP_SESSION: ''
})
