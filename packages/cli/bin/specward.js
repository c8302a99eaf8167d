#!/usr/bin/env node
// Plain old JavaScript on purpose: an outdated Node has to get as far as its message.
import * as nodeModule from 'node:module'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'

const [major, minor] = process.versions.node.split('.').map(Number)

if (major < 20 || (major === 20 && minor < 19)) {
  fail(`Specward needs Node.js 20.19 or newer; this is ${process.versions.node}.`)
} else {
  startFast()
  const main = new URL('../dist/bundle/main.js', import.meta.url)
  import(main.href).then(
    (bundle) => bundle.start(),
    (error) => {
      if (error.code !== 'ERR_MODULE_NOT_FOUND' || error.url !== main.href) throw error
      fail('Specward is not built yet. Run `npm run build` in the folder of the repository.')
    },
  )
}

function startFast() {
  // A run is over before much inlining has paid for itself: compiling takes a quarter of all processor time otherwise.
  // Newer versions may not know the flag, and would say so. A server runs long enough.
  if (major <= 24 && process.argv[2] !== 'lsp')
    setFlagsFromString('--max-inlined-bytecode-size-cumulative=200')
  // From Node 22.8 on, what an earlier run has compiled is taken over; NODE_DISABLE_COMPILE_CACHE=1 turns it off. Not in
  // the folder for temporary files, where Node would keep it: others may write there, and it is code.
  if (nodeModule.enableCompileCache)
    nodeModule.enableCompileCache(process.env.NODE_COMPILE_CACHE || codeFolder())
}

function codeFolder() {
  const { XDG_CACHE_HOME, LOCALAPPDATA } = process.env
  if (process.platform === 'win32')
    return join(LOCALAPPDATA || join(homedir(), 'AppData/Local'), 'specward/code')
  if (process.platform === 'darwin') return join(homedir(), 'Library/Caches/specward/code')
  return join(XDG_CACHE_HOME || join(homedir(), '.cache'), 'specward/code')
}

function fail(message) {
  process.stderr.write(`${message}\n`)
  process.exitCode = 2
}
