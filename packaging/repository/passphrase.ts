import { createInterface } from 'node:readline'
import { Refusal } from '../refusal'

const enter = new Set(['\r', '\n', '\u0004'])
const rubOut = new Set(['\b', '\u007f'])
const interrupt = '\u0003'

/**
 * Resolves with a passphrase: from the terminal, which does not show it, otherwise the next line of the standard input. It
 * is never an argument or a variable, because other programs could read those.
 *
 * @throws Refusal if there is none
 */
export async function readPassphrase(question: string, input: NodeJS.ReadStream = process.stdin): Promise<string> {
  const passphrase = input.isTTY ? await fromTerminal(question, input) : await fromPipe(input)
  if (!passphrase) throw new Refusal('There was no passphrase on the standard input.')
  return passphrase
}

async function fromPipe(input: NodeJS.ReadStream): Promise<string | undefined> {
  for await (const line of createInterface({ input })) return line
  return undefined
}

async function fromTerminal(question: string, input: NodeJS.ReadStream): Promise<string> {
  process.stderr.write(question)
  input.setRawMode(true)
  input.setEncoding('utf8')
  try {
    return await typed(input)
  } finally {
    input.setRawMode(false)
    input.pause()
    process.stderr.write('\n')
  }
}

function typed(input: NodeJS.ReadStream): Promise<string> {
  return new Promise((resolve, reject) => {
    let text: string[] = []
    const hear = (data: Buffer | string): void => {
      for (const character of String(data)) {
        if (character === interrupt || enter.has(character)) {
          input.off('data', hear)
          if (character === interrupt) reject(new Refusal('Nothing was done.'))
          else resolve(text.join(''))
          return
        }
        text = rubOut.has(character) ? text.slice(0, -1) : [...text, character]
      }
    }
    input.on('data', hear)
  })
}
