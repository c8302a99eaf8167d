import type { Command } from 'commander'
import type { Wiring } from './wiring.ts'

export function addInit(program: Command, { io, version, done }: Wiring): void {
  program
    .command('init')
    .description('write a specward.yaml that fits the API descriptions below the working directory')
    .option('--force', 'replace the specward.yaml that is there')
    .action(async (options) => {
      const { initCommand } = await import('../commands/init.ts')
      done(await initCommand(options, io, version))
    })
}
