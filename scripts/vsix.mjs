// The extension for VS Code as one file: `npm run vsix`, or `npm run vsix -- <file>`.
import { writeFile } from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'
import { compile, root } from './lib/build.mjs'
import { bundleExtension } from './lib/extension.mjs'
import { packExtension } from './lib/vsix.mjs'

try {
  await Promise.all([compile('extension'), bundleExtension()])
  const { bytes, count } = await packExtension()
  const target = resolve(process.argv[2] ?? join(root, 'extension/dist/specward.vsix'))
  await writeFile(target, bytes)
  const megabytes = (bytes.length / 1e6).toFixed(2)
  console.log(`${relative(root, target)}: ${megabytes} MB, ${count} files.`)
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
}
