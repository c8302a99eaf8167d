import type { Command } from 'commander'
import type { LspOptions } from '../commands/lsp.ts'
import type { Wiring } from './wiring.ts'

export function addLsp(program: Command, { io, version }: Wiring): void {
  program
    .command('lsp')
    .description('start the language server, for editors')
    .option('--stdio', 'talk over standard input and output (default)')
    .option('--node-ipc', 'talk over the channel of Node to the process that started this one')
    .option('--clientProcessId <id>', 'end when the process of this number is no more')
    .action(async (options: LspOptions) => {
      const { lspCommand } = await import('../commands/lsp.ts')
      await lspCommand(io, version, options)
    })
}
