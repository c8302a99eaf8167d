import type { Command } from 'commander'
import { COLOR, CONFIG, collect, SCRIPTS } from './options.ts'
import type { Wiring } from './wiring.ts'

export function addExplain(program: Command, { io, version, done }: Wiring): void {
  program
    .command('explain')
    .description('show what a rule finds, why it matters and how to fix it')
    .argument('<rule>', 'id of a rule, of Specward or of the policy for the working directory')
    .option(...CONFIG)
    .option('-r, --ruleset <name>', 'look in this Spectral ruleset as well; repeatable', collect)
    .option(...SCRIPTS)
    .option(...COLOR)
    .action(async (rule, options) => {
      const { explainCommand } = await import('../commands/explain.ts')
      done(await explainCommand(rule, options, io, version))
    })
}
