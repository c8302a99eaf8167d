// Everything that has to hold before a change is handed in, besides the tests: `npm run check`.
import { join } from 'node:path'
import { sourceFiles, violations } from './lib/architecture.mjs'
import { compile, root, runNode } from './lib/build.mjs'
import { generate } from './lib/generate.mjs'

const modules = join(root, 'node_modules')

const STEPS = [
  ['types', checkTypes],
  ['style', checkStyle],
  ['borders', async () => violations(await sourceFiles(root)).join('\n')],
  ['generated files', checkDrift],
]

/** Each check returns what is wrong, or an empty text. */
async function checkTypes() {
  await compile('packages/cli', 'extension')
  const { code, output } = await runNode([join(modules, 'typescript/bin/tsc'), '--project', 'test'])
  return code === 0 ? '' : output
}

async function checkStyle() {
  const { code, output } = await runNode([
    join(modules, '@biomejs/biome/bin/biome'),
    'check',
    '--error-on-warnings',
  ])
  return code === 0 ? '' : output
}

async function checkDrift() {
  const drift = await generate({ check: true })
  if (drift.length === 0) return ''
  const lines = drift.map((name) => `rulesets/${name} is not what the rules generate.`)
  return [...lines, 'Run `npm run generate` and commit the result.'].join('\n')
}

for (const [name, check] of STEPS) {
  const start = performance.now()
  const wrong = await check().catch((error) => error.message)
  const seconds = ((performance.now() - start) / 1000).toFixed(1)
  console.log(`${wrong === '' ? 'ok    ' : 'FAILED'}  ${name}  (${seconds} s)`)
  if (wrong !== '') {
    console.error(wrong)
    process.exitCode = 1
    break
  }
}
