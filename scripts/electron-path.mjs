import { setup } from './setup/setup.mjs'
import { main } from './setup/stop.mjs'

await main(async () => {
  const { electron } = await setup('electron')
  console.log(electron)
  return 0
})
