import config from '../../electron.vite.config'

/** Builds only the parts that the environment names, because a guard in main needs no new window. */
const parts = (process.env['HOLDFAST_BUILD_PARTS'] ?? '').split(',')

export default Object.fromEntries(Object.entries(config).filter(([part]) => parts.includes(part)))
