import { stripVTControlCharacters } from 'node:util'

const longestMessage = 1_200
/** An error outside of every test stands above two paragraphs of vitest and its sums. */
const longestQuote = 2_400

/** Returns a tool's message without its colours, shortened to what is useful at the end of a long log. */
const shorten = (message) => stripVTControlCharacters(message).trim().slice(0, longestMessage)

const indent = (lines) => lines.join('\n').replaceAll('\n', '\n    ')

const block = (title, messages) => indent([title, ...messages.map(shorten)])

/** Returns the end of the output of a tool whose report, if it writes one, names no failure. */
export const quoted = (title, output) => indent([title, stripVTControlCharacters(output).trim().slice(-longestQuote)])

function inFile({ name, message = '', assertionResults }) {
  if (assertionResults.length === 0) return [block(name, [message])]
  return assertionResults
    .filter(({ status }) => status === 'failed')
    .map(({ fullName, failureMessages }) => block(`${name} › ${fullName}`, failureMessages))
}

function inSuite({ title = '', specs = [], suites = [] }, above) {
  const path = [...above, title].filter(Boolean)
  const own = specs
    .filter(({ ok }) => !ok)
    .map((spec) => block([...path, spec.title].join(' › '), spec.tests.flatMap(errorsOf).slice(0, 2)))
  return [...own, ...suites.flatMap((suite) => inSuite(suite, path))]
}

const errorsOf = ({ results }) => results.flatMap(({ errors = [] }) => errors.map(({ message = '' }) => message))

/**
 * Returns each failed test of a JSON report, vitest's or Playwright's, with its message, for a reader who has only the end
 * of the log.
 */
export function failuresIn(report) {
  const files = (report?.testResults ?? []).filter(({ status }) => status === 'failed')
  const outside = (report?.errors ?? []).map(({ message = '' }) => block('outside of every test', [message]))
  return [...files.flatMap(inFile), ...inSuite(report ?? {}, []), ...outside]
}
