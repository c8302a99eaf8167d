#!/usr/bin/env node
// Plain old JavaScript on purpose: an outdated Node has to get as far as its message. No module: those take longer to load.
const { existsSync } = require('node:fs')
const { join } = require('node:path')

const [major, minor] = process.versions.node.split('.').map(Number)
const bundle = join(__dirname, '../dist/bundle/start.cjs')

if (major < 20 || (major === 20 && minor < 19))
  fail(`Specward needs Node.js 20.19 or newer; this is ${process.versions.node}.`)
else if (!existsSync(bundle))
  fail('Specward is not built yet. Run `npm run build` in the folder of the repository.')
else require(bundle).start()

function fail(message) {
  process.stderr.write(`${message}\n`)
  process.exitCode = 2
}
