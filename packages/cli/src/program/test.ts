import type { Command } from 'commander'
import { COLOR, CONFIG, PRESET, RULESET, SCRIPTS } from './options.ts'
import type { Wiring } from './wiring.ts'

export function addTest(program: Command, { io, version, done }: Wiring): void {
  program
    .command('test')
    .description('hold what the policy finds in descriptions against what they mark')
    .argument(
      '[files...]',
      'tests, folders, quoted globs, `!glob` to leave out; without any, all *.policy-test.yaml, .yml and .json below ' +
        'the working directory',
    )
    .option('-f, --format <format>', 'text or json', 'text')
    .option(...CONFIG)
    .option(...PRESET)
    .option('--all', 'put every rule that is on under test, not those of your own alone')
    .option('--coverage', 'tell which rules never fired and which never stayed silent')
    .option('--min <percent>', 'exit with 1 when fewer rules have done both')
    .option(...RULESET)
    .option(...SCRIPTS)
    .option(...COLOR)
    .action(async (files, options) => {
      const { testCommand } = await import('../commands/test.ts')
      done(await testCommand(files, options, io, version))
    })
}
