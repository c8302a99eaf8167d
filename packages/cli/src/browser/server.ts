import { startServer } from '@specward/language-server/browser'
import { workerIo } from './io.ts'
import { browserOptions } from './options.ts'
import { VERSION } from './version.ts'

// The language server in a worker of a browser: what editors bundle that run in one.
const io = workerIo()
startServer((ask) => browserOptions(io, ask, VERSION), io.port)
