import type { IncidentState } from '../../../contract/incident'

export type Incident = Extract<IncidentState, { phase: 'running' | 'done' }>
export type OpenStep = NonNullable<Incident['open']>
