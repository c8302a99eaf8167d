import type { Command } from 'commander'
import { CACHE, CACHE_LOCATION, CONFIG, JOBS, NO_CACHE, PRESET, RULESET, SCRIPTS } from './options.ts'
import type { Wiring } from './wiring.ts'

export function addWaive(program: Command, { io, version, done }: Wiring): void {
  program
    .command('waive')
    .description('accept a finding for a time: adds an entry to specward.waivers.yaml')
    .argument('<fingerprint>', 'of the finding, from a report or `specward lint --verbose`')
    .argument(
      '[files...]',
      'where the finding is; without any, all API descriptions below the working directory',
    )
    .requiredOption('--expires <when>', 'last day on which it holds: 2027-01-31, or days from today: 30d')
    .option('--reason <text>', 'why the finding is accepted')
    .option('--owner <who>', 'who answers for it; SPECWARD_OWNER in the environment does as well')
    .option('--ticket <ticket>', 'where it is followed up')
    .option('--approver <who>', 'who agreed to it')
    .option('--renew', 'change the waiver that is there already instead of adding one')
    .option(...CONFIG)
    .option(...PRESET)
    .option(...RULESET)
    .option(...SCRIPTS)
    .option(...JOBS)
    .option(...CACHE)
    .option(...NO_CACHE)
    .option(...CACHE_LOCATION)
    .action(async (fingerprint, files, options) => {
      const { waiveCommand } = await import('../commands/waive.ts')
      done(await waiveCommand(fingerprint, files, options, io, version))
    })
}
