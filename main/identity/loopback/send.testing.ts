import { request as httpRequest } from 'node:http'

interface Answer {
  status: number
  headers: Record<string, string | string[] | undefined>
  body: string
}

/** Sends exactly this request, unlike `fetch`. The status is 0 if the connection was cut off without an answer. */
export function send(
  port: number,
  path: string,
  method = 'GET',
  headers: Record<string, string> = {}
): Promise<Answer> {
  return new Promise((resolve) => {
    const none = (): void => resolve({ status: 0, headers: {}, body: '' })
    const request = httpRequest({ host: '127.0.0.1', port, path, method, headers, agent: false }, (response) => {
      let body = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => (body += chunk))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }))
      response.on('error', none)
    })
    request.on('error', none)
    request.end()
  })
}
