import type { Command } from 'commander'
import { collect, SCRIPTS } from './options.ts'
import type { Wiring } from './wiring.ts'

export function addRules(program: Command, { io, version, done }: Wiring): void {
  program
    .command('rules')
    .description('list the rules')
    .option('-f, --format <format>', 'text or json', 'text')
    .option('-p, --preset <name>', 'list the rules of this preset alone')
    .option('-r, --ruleset <name>', 'list the rules of this Spectral ruleset instead; repeatable', collect)
    .option(...SCRIPTS)
    .action(async (options) => {
      const { rulesCommand } = await import('../commands/rules.ts')
      done(await rulesCommand(options, io, version))
    })
}
