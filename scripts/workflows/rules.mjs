/** Matches the runners of GitHub by exact version, because "latest" changes to another system without notice. */
const runner = /^(ubuntu-\d\d\.\d\d|macos-\d\d|windows-\d{4})$/
const chosen = ['${{ matrix.runner }}', '${{ inputs.runner }}']
const pinned = /^uses: ([\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+|\.\/\.github\/workflows\/\w+\.yml)$/
const events = ['push', 'pull_request', 'schedule', 'workflow_dispatch', 'workflow_call']

const jobsOf = ({ jobs }) => Object.entries(jobs).map(([id, job]) => ({ id, ...job }))
const ownJobs = (workflow) => jobsOf(workflow).filter(({ uses }) => uses === undefined)
const stepsOf = (workflow) =>
  jobsOf(workflow).flatMap(({ id, steps = [] }) => steps.map((step) => ({ job: id, ...step })))
const matrixOf = ({ strategy }) => strategy?.matrix.include ?? []
const nameOf = ({ job, name, uses }) => `${job}: ${name ?? uses ?? 'a step'}`
const isReusable = ({ on }) => Object.hasOwn(on, 'workflow_call')

/**
 * Every workflow obeys these rules. Each rule takes a workflow as YAML yields it, its text, and the facts of the
 * repository, and returns the violations, in words.
 */
export const rules = {
  'is started by nothing that runs foreign code with our rights': ({ on }) =>
    Object.keys(on).filter((event) => !events.includes(event)),

  'gives no permission by default': ({ permissions }) =>
    permissions !== undefined && JSON.stringify(permissions) === '{}' ? [] : ['permissions'],

  'names the permissions of each job one by one': (workflow) =>
    jobsOf(workflow)
      .filter(({ permissions }) => typeof permissions !== 'object' || permissions === null)
      .map(({ id }) => id),

  'lets a job write only where it makes or publishes a release': (workflow, { file }) =>
    jobsOf(workflow)
      .filter(({ id }) => file !== 'release.yml' || !['draft', 'publish'].includes(id))
      .filter(({ permissions }) => Object.values(permissions ?? {}).includes('write'))
      .map(({ id }) => id),

  'ends a job that hangs': (workflow) =>
    ownJobs(workflow)
      .filter((job) => !(job['timeout-minutes'] <= 90))
      .map(({ id }) => id),

  'does not run beside itself': (workflow) =>
    isReusable(workflow) || workflow.concurrency?.group !== undefined ? [] : ['concurrency'],

  'runs on systems of a known version': (workflow) =>
    [
      ...ownJobs(workflow).map((job) => job['runs-on']),
      ...jobsOf(workflow).flatMap((job) => matrixOf(job).map((one) => one.runner))
    ].filter((one) => !runner.test(one) && !chosen.includes(one)),

  'runs its commands in the same shell everywhere': ({ defaults }) =>
    defaults?.run?.shell === 'bash' ? [] : ['defaults.run.shell'],

  'pins every action by its whole hash, with its version beside it': (workflow, { text }) =>
    (text.match(/\buses:.*/g) ?? []).filter((line) => !pinned.test(line)),

  'calls only workflows of this repository': (workflow, { workflows }) =>
    jobsOf(workflow)
      .map(({ uses }) => uses)
      .filter((uses) => uses !== undefined && !workflows.includes(uses.replace('./.github/workflows/', ''))),

  'leaves no credentials in the checkout': (workflow) =>
    stepsOf(workflow)
      .filter(({ uses = '' }) => uses.startsWith('actions/checkout@'))
      .filter((step) => step.with?.['persist-credentials'] !== false)
      .map(nameOf),

  'puts no expression into a command, where its text would be run': (workflow) =>
    stepsOf(workflow)
      .filter(({ run = '' }) => run.includes('${{'))
      .map(nameOf),

  'keeps secrets and our token from pull requests': ({ on }, { text }) =>
    Object.hasOwn(on, 'pull_request') ? (text.match(/\bsecrets\b|github\.token|environment:/g) ?? []) : [],

  'uses a secret only where an environment guards it': (workflow) =>
    ownJobs(workflow)
      .filter(({ environment }) => environment === undefined)
      .filter((job) => JSON.stringify(job).includes('secrets.'))
      .map(({ id }) => id),

  'hands secrets on by name': (workflow) =>
    jobsOf(workflow)
      .filter(({ secrets }) => secrets === 'inherit')
      .map(({ id }) => id),

  'calls scripts and files that exist': (workflow, { scripts, exists }) =>
    stepsOf(workflow).flatMap(({ run = '' }) => [
      ...[...run.matchAll(/\bnpm run (?:-s )?([\w:-]+)/g)]
        .map(([, name]) => name)
        .filter((name) => !scripts.includes(name)),
      ...[...run.matchAll(/\bnpx tsx (\S+)/g)].map(([, path]) => path).filter((path) => !exists(path))
    ])
}

const systems = ['linux', 'macos', 'windows']
const list = (value) => [value ?? []].flat()

/** The release obeys these rules too, in the same form. */
export const releaseRules = {
  'begins with a tag of a version, and with nothing else': ({ on }) =>
    JSON.stringify(on) === JSON.stringify({ push: { tags: ['v*'] } }) ? [] : ['on'],

  'builds and tests on three systems': ({ jobs }) =>
    ['build', 'test'].filter(
      (id) =>
        matrixOf(jobs[id])
          .map(({ system }) => system)
          .join() !== systems.join()
    ),

  'tests what was built, and drafts what was tested': ({ jobs }) =>
    [
      ['test', 'build'],
      ['draft', 'test']
    ]
      .filter(([id, before]) => !list(jobs[id].needs).includes(before))
      .map(([id]) => id),

  'publishes last, after all else and a person’s yes': (workflow) => {
    const { publish } = workflow.jobs
    const others = jobsOf(workflow).filter(({ id }) => id !== 'publish')
    return [
      ...others
        .filter(({ id }) => !list(publish.needs).includes(id))
        .map(({ id }) => `publish does not wait for ${id}`),
      ...others.filter(({ needs }) => list(needs).includes('publish')).map(({ id }) => `${id} comes after publish`),
      ...(publish.environment === 'publish' ? [] : ['nobody is asked']),
      ...(publish.if === undefined ? [] : ['a condition may skip what publish waits for'])
    ]
  },

  'takes the draft out in one place': (workflow) =>
    stepsOf(workflow)
      .filter(({ run = '' }) => /gh release (create|edit)/.test(run))
      .filter(
        ({ job, run }) =>
          (job === 'publish') !== run.includes('--draft=false') || (job === 'draft') !== / --draft /.test(run)
      )
      .map(nameOf),

  'believes the provenance that it gave for this tag, and no other': (workflow) =>
    stepsOf(workflow)
      .filter(({ run = '' }) => run.includes('gh attestation verify'))
      .filter(
        ({ run }) =>
          !run.includes('--signer-workflow "$REPOSITORY/.github/workflows/release.yml"') ||
          !run.includes('--source-ref "refs/tags/$TAG"')
      )
      .map(nameOf)
}
