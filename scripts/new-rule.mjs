// Starts a rule: `npm run new-rule <category>/<id>`.
import { join, relative } from 'node:path'
import { root } from './lib/build.mjs'
import { NameError, scaffold } from './lib/scaffold.mjs'

const [name] = process.argv.slice(2)
try {
  const path = await scaffold(name, join(root, 'rulesets'))
  console.log(`Wrote ${relative(root, path)}: a rule that works, to be made into yours.

Then:
  npm run generate     registry, presets, pages and configuration schema
  npx vitest run       its examples run with every other rule's
  npm run check        types, style, borders, and that nothing generated is out of date`)
} catch (error) {
  if (!(error instanceof NameError)) throw error
  console.error(error.message)
  process.exitCode = 2
}
