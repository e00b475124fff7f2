import { execFile } from 'node:child_process'
import { request } from 'node:http'
import { json } from 'node:stream/consumers'
import { promisify } from 'node:util'
import {
  type Command,
  type LoggedRequests,
  loggedRequests,
  tenantFacts,
  type TenantFacts,
  type TenantOptions
} from './control'
import { readPlan } from './plan'

const run = promisify(execFile)

/** The cable and the tenant at its far end. */
export class Cable {
  private readonly plan = readPlan()

  /** Starts a new tenant at the far end of a cable that is whole. */
  async begin(options: TenantOptions): Promise<TenantFacts> {
    await this.mend()
    return tenantFacts.parse(await tell({ do: 'begin', options }))
  }

  /** Unplugs the far end. This computer then sees its interface without a carrier. */
  async pull(): Promise<void> {
    await this.far('link', 'set', this.plan.link, 'down')
  }

  async plugIn(): Promise<void> {
    await this.far('link', 'set', this.plan.link, 'up')
  }

  /** Drops every packet to the tenant silently, as some firewalls do. */
  async swallow(): Promise<void> {
    const { link, addresses } = this.plan
    const { stdout } = await run('ip', ['-n', this.plan.far, '-brief', 'link', 'show', link])
    // Without this entry an ARP request would go unanswered, and that fails in a different way from a dropped packet.
    const hardware = /([\da-f]{2}:){5}[\da-f]{2}/.exec(stdout)?.[0] ?? ''
    await this.near('neighbour', 'replace', addresses.tenant, 'lladdr', hardware, 'dev', link, 'nud', 'permanent')
    await this.far('address', 'delete', `${addresses.tenant}/29`, 'dev', link)
  }

  /** Limits the cable to 100 kbit/s in both directions. */
  async slowDown(): Promise<void> {
    for (const name of [this.plan.near, this.plan.far]) {
      await run('tc', [
        ...['-n', name, 'qdisc', 'replace', 'dev', this.plan.link, 'root'],
        ...['tbf', 'rate', '100kbit', 'burst', '1600', 'latency', '50ms']
      ])
    }
  }

  /** Undoes every change to the cable. */
  async mend(): Promise<void> {
    const { link, near, far, addresses } = this.plan
    for (const name of [near, far]) await run('tc', ['-n', name, 'qdisc', 'replace', 'dev', link, 'root', 'pfifo'])
    await this.far('address', 'replace', `${addresses.tenant}/29`, 'dev', link)
    await this.near('neighbour', 'flush', 'dev', link, 'nud', 'permanent')
    await this.plugIn()
  }

  tell(command: Command): Promise<unknown> {
    return tell(command)
  }

  async log(): Promise<LoggedRequests> {
    return loggedRequests.parse(await tell({ do: 'requests' }))
  }

  private near(...args: string[]) {
    return run('ip', ['-n', this.plan.near, ...args])
  }

  private far(...args: string[]) {
    return run('ip', ['-n', this.plan.far, ...args])
  }
}

async function tell(command: Command): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const asked = request({ socketPath: process.env['HOLDFAST_CABLE_SOCKET'], method: 'POST' }, (answer) => {
      json(answer).then(resolve, reject)
    })
    asked.once('error', reject).end(JSON.stringify(command))
  })
}
