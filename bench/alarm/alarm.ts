import { parseArgs } from 'node:util'
import { simulate } from './simulate'

const { years, seed } = parseArgs({
  options: { years: { type: 'string', default: '10000' }, seed: { type: 'string', default: '1' } }
}).values

const record = simulate(Number(years), Number(seed))
const part = (some: number, all: number): string => `${((100 * some) / all).toFixed(1)} %`
const lines = [
  `${record.years} years of one account each, with one takeover a year (seed ${seed}).`,
  '',
  `False alarms: ${record.falseAlarms}, which is ${(record.falseAlarms / record.years).toFixed(2)} a year.`,
  ...record.byPerson.map(
    ({ person, years: count, falseAlarms }) => `  ${person}: ${(falseAlarms / count).toFixed(2)} a year`
  ),
  '',
  'Takeovers caught:',
  ...record.takeovers
    .sort((one, other) => Number(other.listsDevices) - Number(one.listsDevices))
    .map(
      ({ attacker, listsDevices, number, caught, onlyBurst }) =>
        `  ${attacker}, devices ${listsDevices ? 'listed' : 'not listed'}: ${caught} of ${number} (${part(caught, number)})` +
        (onlyBurst > 0 ? `, and ${onlyBurst} more by their wrong passwords alone` : '')
    )
]
process.stdout.write(`${lines.join('\n')}\n`)
