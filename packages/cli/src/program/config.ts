import type { Command } from 'commander'
import { COLOR, CONFIG, PRESET, RULESET, SCRIPTS } from './options.ts'
import type { Wiring } from './wiring.ts'

export function addConfig(program: Command, { io, version, done }: Wiring): void {
  program
    .command('config')
    .description('show the policy that a document is judged by, and where each setting comes from')
    .argument('[file]', 'a description or a folder; without it, the working directory')
    .option('-f, --format <format>', 'text or json', 'text')
    .option(...CONFIG)
    .option(...PRESET)
    .option(...RULESET)
    .option(...SCRIPTS)
    .option(...COLOR)
    .action(async (file, options) => {
      const { configCommand } = await import('../commands/config.ts')
      done(await configCommand(file, options, io, version))
    })
}
