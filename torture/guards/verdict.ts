import { resolve } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { z } from 'zod'
import type { NamedTest } from './list'

/**
 * The outcome of the named test. `assertion` is a failed expectation, `otherwise` a time-out, a crash or a test that did
 * not run.
 */
export interface Verdict {
  outcome: 'passed' | 'assertion' | 'otherwise'
  message: string
}

const failure = z.object({ name: z.string().optional(), message: z.string().default('') })
const unitReport = z.object({
  unhandled: z.array(z.string()),
  modules: z.array(
    z.object({
      file: z.string(),
      errors: z.array(z.string()),
      tests: z.array(
        z.object({
          title: z.string(),
          state: z.string(),
          errors: z.array(failure.extend({ cause: failure.optional().catch(undefined) }))
        })
      )
    })
  )
})

/** Reads the report of reporter.ts. A failed property of fast-check has the failed assertion as its cause. */
export function unitVerdict(report: unknown, root: string, { file, title }: NamedTest): Verdict {
  const { modules, unhandled } = unitReport.parse(report)
  const [module] = modules.filter((one) => one.file === resolve(root, file))
  const ran = module?.tests.filter((test) => test.title === title && test.state !== 'skipped') ?? []
  const [test] = ran
  if (test === undefined || ran.length > 1) return notOnce(ran.length, module?.errors ?? [])
  const failures = [...unhandled, ...test.errors.map(({ name = '', message }) => `${name}: ${message}`)]
  const byAssertion = test.errors.every(({ name, cause }) => [name, cause?.name].includes('AssertionError'))
  return verdict(test.state === 'passed', byAssertion && unhandled.length === 0, failures)
}

const result = z.object({ status: z.string(), errors: z.array(z.object({ message: z.string().optional() })) })
const spec = z.object({ title: z.string(), tests: z.array(z.object({ results: z.array(result) })) })
interface Suite {
  title: string
  specs: z.infer<typeof spec>[]
  suites: Suite[]
}
const suite: z.ZodType<Suite> = z.object({
  title: z.string(),
  specs: z.array(spec).default([]),
  suites: z.array(z.lazy(() => suite)).default([])
})
const playwrightReport = z.object({
  suites: z.array(suite),
  errors: z.array(z.object({ message: z.string().optional() }))
})

/** Reads Playwright's JSON report. */
export function playwrightVerdict(report: unknown, { file, title }: NamedTest): Verdict {
  const { suites, errors } = playwrightReport.parse(report)
  const files = suites.filter((one) => file === `e2e/specs/${one.title}`)
  const ran = files.flatMap(({ specs, suites: inner }) => [...resultsIn(specs, inner, [])])
  const results = ran.filter((one) => one.title === title).flatMap((one) => one.results)
  const [only] = results
  if (only === undefined || results.length > 1) return notOnce(results.length, messagesOf(errors))
  const failures = messagesOf(only.errors)
  const byAssertion = only.status === 'failed' && failures.every(isExpectation)
  return verdict(only.status === 'passed', byAssertion, failures)
}

type Results = z.infer<typeof result>[]

/** Yields the tests of a file, each with the titles of the groups around it. */
function* resultsIn(
  specs: z.infer<typeof spec>[],
  groups: Suite[],
  around: string[]
): Generator<{ title: string; results: Results }> {
  for (const { title, tests } of specs)
    yield { title: [...around, title].join(' '), results: tests.flatMap(({ results }) => results) }
  for (const group of groups) yield* resultsIn(group.specs, group.suites, [...around, group.title])
}

const messagesOf = (errors: { message?: string | undefined }[]): string[] =>
  errors.map(({ message = '' }) => stripVTControlCharacters(message))

const isExpectation = (message: string): boolean => /\bexpect(\.\w+)?\(.*\)/.test(message)

function verdict(passed: boolean, byAssertion: boolean, failures: string[]): Verdict {
  const message = (failures[0] ?? '').split('\n')[0] ?? ''
  if (passed && failures.length === 0) return { outcome: 'passed', message }
  return { outcome: byAssertion ? 'assertion' : 'otherwise', message }
}

const notOnce = (times: number, messages: string[]): Verdict => ({
  outcome: 'otherwise',
  message: `it ran ${times} times. ${messages.join(' ')}`
})
