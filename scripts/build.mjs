import { setup } from './setup/setup.mjs'
import { main } from './setup/stop.mjs'

await main(async () => {
  await setup('build')
  return 0
})
