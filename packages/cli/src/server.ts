import { lspCommand } from './commands/lsp.ts'
import { keepServing, nodeIo } from './io.ts'
import { versionOf } from './version.ts'

// The language server alone, without the command line: what editors bundle and start with `--stdio` or `--node-ipc`.
const io = nodeIo()
keepServing()
await lspCommand(io, await versionOf(io), { nodeIpc: io.args.includes('--node-ipc') })
