import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { beforeEach, expect, it } from 'vitest'
import { temporaryFolder } from '../../main/ground/temporaryFolder.testing.ts'
import { readImports, specifiersIn } from './imports.mjs'

let root
beforeEach(async () => {
  root = await temporaryFolder()
})

async function write(files) {
  for (const [file, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, file)), { recursive: true })
    await writeFile(join(root, file), text)
  }
}

it('finds every way in which a module imports another', () => {
  const code = `
    import { a } from './a'
    import type { B } from './b'
    import './c'
    export { d } from './d'
    const later = () => import('./e')
    let shape: import('./f').Shape
    // import './comment'
    const text = "import './text'"`
  expect(specifiersIn('x.ts', code)).toEqual(['./a', './b', './c', './d', './e', './f'])
})

it('finds what a component and a sheet import', () => {
  const component = `<script lang="ts">import './a'</script><script setup lang="ts">import B from './B.vue'</script>
    <template><p>import './text'</p></template><style scoped src="./c.css"></style>`
  expect(specifiersIn('x.vue', component)).toEqual(['./a', './B.vue', './c.css'])
  expect(specifiersIn('x.css', `@import url('./a.css');\n@import "./b.css";`)).toEqual(['./a.css', './b.css'])
})

it('follows imports within a part to the file, and leaves out tests, packages and other parts', async () => {
  await write({
    'main/index.ts': `import './lock/lock'; import './words.json?raw'; import 'zod'; import '../contract'`,
    'main/words.json': '{}',
    'main/lock/lock.ts': `import '../vault'`,
    'main/lock/lock.test.ts': `import '../index'`,
    'main/lock/lock.testing.ts': `import '../index'`,
    'main/vault/index.ts': '',
    'contract/index.ts': `import './fields'`,
    'contract/fields.ts': ''
  })
  expect(await readImports(root, ['main', 'contract'])).toEqual([
    { from: 'main/index.ts', to: 'main/lock/lock.ts' },
    { from: 'main/index.ts', to: 'main/words.json' },
    { from: 'main/lock/lock.ts', to: 'main/vault/index.ts' },
    { from: 'contract/index.ts', to: 'contract/fields.ts' }
  ])
})

it('does not pass over an import that leads nowhere', async () => {
  await write({ 'main/index.ts': `import './gone'` })
  await expect(readImports(root, ['main'])).rejects.toThrow('main/index.ts imports ./gone, which is not there.')
})
