import { Stop } from '../setup/stop.mjs'

const isTenant = (argument) => /^--(host|app-id)=/.test(argument)

/**
 * Reads the arguments of `npm start`: `tour`, the `tenant` arguments if a real tenant is named, and the rest, which goes to
 * the app.
 */
export function readStartOptions(args) {
  const tenant = args.filter(isTenant)
  if (tenant.length !== 0 && tenant.length !== 2) {
    throw new Stop('A real tenant needs both: npm start -- --host=https://… --app-id=…')
  }
  return {
    tour: args.includes('--tour'),
    tenant: tenant.length === 0 ? undefined : tenant,
    others: args.filter((argument) => argument !== '--tour' && !isTenant(argument))
  }
}
