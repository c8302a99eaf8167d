#!/usr/bin/env node
// Plain old JavaScript on purpose: an outdated Node has to get as far as its message.
const [major, minor] = process.versions.node.split('.').map(Number)

if (major < 20 || (major === 20 && minor < 19)) {
  fail(`Specward needs Node.js 20.19 or newer; this is ${process.versions.node}.`)
} else {
  const main = new URL('../dist/bundle/main.js', import.meta.url)
  import(main.href).then(
    (bundle) => bundle.start(),
    (error) => {
      if (error.code !== 'ERR_MODULE_NOT_FOUND' || error.url !== main.href) throw error
      fail('Specward is not built yet. Run `npm run build` in the folder of the repository.')
    },
  )
}

function fail(message) {
  process.stderr.write(`${message}\n`)
  process.exitCode = 2
}
