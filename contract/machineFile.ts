import { z } from 'zod'
import { longestKey } from './fields'

/** The mistakes that the machine's file can contain. The words for each live in locales/. */
export const mistakeCode = z.enum([
  'empty',
  /** The file is not UTF-8. */
  'encoding',
  'byteOrderMark',
  'comment',
  'trailingComma',
  'quotesMissing',
  'keyExpected',
  'valueExpected',
  'colonMissing',
  'commaMissing',
  'bracketMissing',
  /** There is text after the end of the object. */
  'endExpected',
  'textNotClosed',
  'escapeInvalid',
  'characterInvalid',
  'numberInvalid',
  'syntax',
  'notAnObject',
  'duplicateKey',
  'unknownKey',
  'keyMissing',
  'notText',
  'notTrueOrFalse',
  'hostInvalid',
  'hostNotSecure',
  'appIdInvalid',
  'organisationInvalid',
  'portsInvalid'
])
export type MistakeCode = z.infer<typeof mistakeCode>

const mistake = z.object({
  code: mistakeCode,
  /** Both count from 1, and are absent if the system does not keep the values as text. */
  line: z.int().min(1).optional(),
  column: z.int().min(1).optional(),
  /** The key with the mistake, cleaned of invisible characters. */
  key: z.string().max(longestKey).optional(),
  /** `unknownKey` only: the key that was probably meant. */
  suggestion: z.string().max(longestKey).optional()
})
export type Mistake = z.infer<typeof mistake>

const path = z.string().max(4096)

/** The reason why the machine's file cannot be used. `path` names the culprit: the file, or a folder above it. */
const machineFileProblem = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('mistakes'),
    mistakes: z.array(mistake).min(1).max(20),
    /** The number of further mistakes. */
    more: z.int().min(0)
  }),
  /** An administrator can mend it by typing `command`. */
  z.object({ kind: z.enum(['owner', 'writable', 'unreadable']), path, command: z.string().max(16_384).optional() }),
  z.object({ kind: z.enum(['link', 'notAFile', 'tooLarge']), path })
])
export type MachineFileProblem = z.infer<typeof machineFileProblem>

/** The facts that the window shows in place of every account while the machine's file cannot be used. */
export const refusedMachineFile = z.object({ path, problem: machineFileProblem })
export type RefusedMachineFile = z.infer<typeof refusedMachineFile>

/** The machine's file in force, as Settings show it. */
export const machineFileInForce = z.object({
  path,
  /** True if accounts at other tenants than the file's may be added. */
  furtherTenants: z.boolean()
})
