/**
 * Lists the folders that are mutated, in the order of the table. Without `files`, every module of a folder is, but for those
 * in `without`. `path` is the folder of an entry that is named after a part of it. The tests beside the files judge them, and those of `alsoTests`: all unit tests for each mutant would take
 * days.
 */
export const folders = [
  { name: 'main/bridge' },
  // Each part of the identity is judged by its own tests, because those of the protocol take long.
  {
    name: 'main/identity/tokenMachine',
    path: 'main/identity',
    files: ['tokenMachine.ts'],
    alsoTests: ['main/identity/tokenMachineTable.test.ts']
  },
  { name: 'main/identity', files: ['*.ts'], without: ['tokenMachine.ts'] },
  { name: 'main/identity/confirmation' },
  {
    name: 'main/identity/credentials',
    alsoTests: [
      'main/identity/heldTokens.test.ts',
      'main/identity/tokens.test.ts',
      'main/topics/session/resealing.test.ts'
    ]
  },
  { name: 'main/identity/loopback', alsoTests: ['main/identity/signIn.test.ts'] },
  {
    name: 'main/identity/oidc',
    alsoTests: [
      'main/identity/givenToken.test.ts',
      'main/identity/identityProof.test.ts',
      'main/identity/signIn.test.ts',
      'main/identity/tokensClock.test.ts'
    ]
  },
  // The worker runs in a separate process, where no mutant is switched on.
  { name: 'main/vault', without: ['keychainWorker.ts'] },
  {
    name: 'main/storage',
    alsoTests: ['main/topics/accounts/accounts.test.ts', 'main/topics/accounts/forgetting.test.ts']
  },
  { name: 'main/tenant' },
  // The real app tests the rest of the window.
  { name: 'main/desktop/window', files: ['guards.ts', 'protocol.ts'] },
  { name: 'main/topics/lock' },
  { name: 'main/topics/snapshot' },
  // Only the machine of these topics decides anything by itself. The requests next to it are tested with a tenant.
  { name: 'main/ground', files: ['machine.ts'] },
  {
    name: 'main/topics/enrolment',
    files: ['machine.ts'],
    alsoTests: ['Table', 'Turns', 'Refusals'].map((part) => `main/topics/enrolment/machine${part}.test.ts`)
  },
  { name: 'main/topics/drill', files: ['machine.ts'], alsoTests: ['main/topics/drill/machineOrders.test.ts'] },
  { name: 'main/topics/removal', files: ['machine.ts'], alsoTests: ['main/topics/removal/machineTable.test.ts'] },
  { name: 'main/topics/session', files: ['machine.ts'], alsoTests: ['main/topics/session/machineTable.test.ts'] },
  { name: 'main/topics/incident', files: ['machine.ts'] },
  { name: 'main/topics/updates', files: ['machine.ts'] }
]

/** Returns the patterns of the files to mutate and of the tests that judge them. */
export function patternsOf({ name, path = name, files = ['**/*.ts'], without = [], alsoTests = [] }) {
  const paths = files.map((file) => `${path}/${file}`)
  return {
    mutate: [...paths, '!**/*.{test,testing}.ts', ...without.map((file) => `!${path}/${file}`)],
    tests: [...paths.map((tested) => tested.replace(/\.ts$/, '.test.ts')), ...alsoTests]
  }
}
