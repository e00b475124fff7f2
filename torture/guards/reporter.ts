import { writeFileSync } from 'node:fs'
import type { SerializedError } from 'vitest'
import type { Reporter, TestModule } from 'vitest/node'

/**
 * Writes the outcome of each test. Unlike vitest's own JSON, it includes the kind of an error and of its cause, because
 * fast-check stores the failed assertion in the cause.
 */
export default class implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const report = {
      unhandled: unhandled.map(({ message }) => message),
      modules: modules.map((module) => ({
        file: module.moduleId,
        errors: module.errors().map(({ message }) => message),
        tests: [...module.children.allTests()].map((test) => ({
          title: test.fullName.replaceAll(' > ', ' '),
          state: test.result().state,
          errors: test.result().errors ?? []
        }))
      }))
    }
    writeFileSync(process.env['HOLDFAST_GUARD_REPORT'] ?? '', JSON.stringify(report))
  }
}
