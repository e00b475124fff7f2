// This separate program is the far end of the cable: the tenant, TLS in front of it, and a resolver. The tests steer it by
// its socket.
import { createServer } from 'node:http'
import { json } from 'node:stream/consumers'
import { z } from 'zod'
import { type Sandbox, startSandbox } from '../../sandbox'
import { type Command, commands, type TenantOptions } from './control'
import { Front } from './front'
import { Resolver } from './names'
import { readPlan, tenantName } from './plan'

const certificate = z.object({ key: z.string(), certificate: z.string() })
const surroundings = z
  .object({ socket: z.string(), own: certificate, strange: certificate })
  .parse(JSON.parse(process.argv[2] ?? ''))

const { addresses } = readPlan()
let sandbox: Sandbox | undefined
let release = (): void => undefined

const front = new Front(surroundings.own, surroundings.strange, () => Number(new URL(tenant().loopback).port))
const resolver = await Resolver.start(addresses.resolver, tenantName, addresses.tenant)

function tenant(): Sandbox {
  if (!sandbox) throw new TypeError('A tenant has to begin first.')
  return sandbox
}

async function begin(options: TenantOptions): Promise<unknown> {
  release()
  await sandbox?.close()
  sandbox = await startSandbox({ ...options, publicAddress: `https://${tenantName}` })
  resolver.fails = false
  front.become('tenant')
  const { host, appId, outbox, people } = sandbox
  return { host, appId, outbox, people }
}

function hold(route: string): void {
  const until = new Promise<void>((resolve) => (release = resolve))
  tenant().faults.set(route, { kind: 'held', until, times: 1 })
}

function obey(command: Exclude<Command, { do: 'begin' | 'requests' }>): void {
  switch (command.do) {
    case 'fault':
      tenant().faults.set(command.route, command.fault)
      break
    case 'hold':
      hold(command.route)
      break
    case 'release':
      release()
      break
    case 'clear':
      tenant().faults.clear()
      break
    case 'answer':
      front.become(command.as)
      break
    case 'names':
      resolver.fails = !command.known
  }
}

async function carryOut(given: unknown): Promise<unknown> {
  const command = commands.parse(given)
  if (command.do === 'begin') return begin(command.options)
  if (command.do === 'requests') {
    return { requests: [...tenant().requests], refreshTokenReuses: tenant().refreshTokenReuses() }
  }
  obey(command)
  return null
}

await front.listen()
createServer((request, response) => {
  void json(request)
    .then(carryOut)
    .then((answer) => response.end(JSON.stringify(answer)))
}).listen(surroundings.socket, () => process.stdout.write('ready\n'))
