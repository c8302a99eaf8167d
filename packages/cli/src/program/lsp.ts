import type { Command } from 'commander'
import type { Wiring } from './wiring.ts'

export function addLsp(program: Command, { io, version }: Wiring): void {
  program
    .command('lsp')
    .description('start the language server, for editors')
    .option('--stdio', 'talk over standard input and output; there is no other way')
    .action(async () => {
      const { lspCommand } = await import('../commands/lsp.ts')
      await lspCommand(io, version)
    })
}
