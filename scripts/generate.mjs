// Writes everything that is generated from the rules: `npm run generate`. With --check it only compares.
import { generate } from './lib/generate.mjs'

try {
  const drift = await generate({ check: process.argv.includes('--check') })
  for (const name of drift) console.error(`rulesets/${name} is not what the rules generate.`)
  if (drift.length > 0) {
    console.error('Run `npm run generate` and commit the result.')
    process.exitCode = 1
  }
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
}
