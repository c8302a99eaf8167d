// Builds the command line and says what it consists of, in packages/cli/sbom.cdx.json: `npm run sbom`.
import { join, relative } from 'node:path'
import { build, root, SBOM } from './lib/build.mjs'

try {
  await build()
  console.log(relative(root, join(root, SBOM)))
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
}
