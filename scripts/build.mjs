// Builds everything: `npm run build`.
import { build } from './lib/build.mjs'

const start = performance.now()
try {
  await build()
  console.log(`Built in ${((performance.now() - start) / 1000).toFixed(1)} s.`)
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
}
