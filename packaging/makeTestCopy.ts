import { z } from 'zod'
import { makeTestCopy } from './testCopy'

/** `makeTestCopy.ts SHIPPED COPY PROGRAM [HALVES]` makes the copy that a test can drive. */
const [shipped, copy, program, halves] = z
  .tuple([z.string(), z.string(), z.string()], z.coerce.number().int().positive())
  .parse(process.argv.slice(2))
await makeTestCopy(shipped, copy, program, halves)
console.log('The copy for tests differs from what is shipped in one fuse.')
