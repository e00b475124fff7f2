import type { IncidentCause, IncidentState } from '../../contract/incident'
import type { App } from './app'

type Told = Extract<IncidentState, { phase: 'running' | 'done' }>

export const cause: IncidentCause = { at: 1_000, success: true, app: 'Pharmacy', countryCode: 'BR' }
/** The person calls this one theirs, and no other. */
export const own = 'EMAIL'

/** Takes the account back as a person does, from wherever it stands, up to the end. */
export async function incidentRun(app: App): Promise<void> {
  const { handlers, settled } = app
  await handlers['incident:read'](undefined)
  await settled()
  if ((await handlers['incident:read'](undefined)).phase !== 'done') await handlers['incident:start']({ cause })
  for (let view = await atRest(app); view.open; view = await atRest(app)) {
    if (view.failure) throw new Error(`The incident met ${view.failure.code}.`)
    const { open } = view
    if (open.kind === 'choice') {
      const foreign = (open.subjects ?? []).filter(({ factorType }) => factorType !== own)
      await handlers['incident:decide']({ remove: foreign.map(({ id }) => id) })
      continue
    }
    await handlers['incident:act']({ act: 'openPage' })
    await atRest(app)
    if (open.step === 'password') await app.changePassword()
    await handlers['incident:act']({ act: 'check' })
  }
}

/** Resolves to the incident once nothing is under way. */
export async function atRest({ handlers, settled }: App): Promise<Told> {
  await handlers['incident:read'](undefined)
  await settled()
  const view = await handlers['incident:read'](undefined)
  if (view.phase === 'unread' || view.phase === 'none') throw new Error(`The incident is ${view.phase}.`)
  return view
}
