import { readdir, readFile } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'

export const scheme = 'app'
export const bundleOrigin = 'app://bundle'
/** The origin of an empty page. */
export const blankOrigin = 'app://blank'

export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-src 'none'",
  "frame-ancestors 'none'",
  "object-src 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types vue'
].join('; ')

const contentTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2'
}

const headers = (contentType: string): Record<string, string> => ({
  'content-type': contentType,
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store'
})

/**
 * Answers `app://bundle/…` from the files that lie in `folder` now, by their exact addresses. No path is ever built from a
 * request, so no request can climb out of the folder.
 */
export async function serveBundle(
  folder: string
): Promise<(request: Pick<Request, 'method' | 'url'>) => Promise<Response>> {
  const files = new Map<string, string>()
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    if (entry.isFile()) files.set(`${bundleOrigin}/${relative(folder, path).split(sep).join('/')}`, path)
  }
  return async ({ method, url }) => {
    const path = method === 'GET' ? files.get(url) : undefined
    const contentType = path && contentTypes[extname(path)]
    if (!path || !contentType) return new Response(null, { status: 404, headers: headers('text/plain') })
    return new Response(await readFile(path), { headers: headers(contentType) })
  }
}
