import { defineConfig } from 'vitest/config'
import { BaseSequencer } from 'vitest/node'

/** Runs the files that took least before first, because the first failure ends the run of a mutant. */
class FastestFirst extends BaseSequencer {
  async sort(files) {
    return (await super.sort(files)).reverse()
  }
}

/**
 * Runs the tests that `MUTATED_BY` names. Stryker's own option for that never switches a mutant on while its module loads.
 * Each mutant starts from fresh modules, and one that hangs fails its test by these limits.
 */
export default defineConfig({
  test: {
    environment: 'node',
    isolate: false,
    include: JSON.parse(process.env.MUTATED_BY),
    sequence: { sequencer: FastestFirst },
    testTimeout: 10_000,
    hookTimeout: 10_000
  }
})
