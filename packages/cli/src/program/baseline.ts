import type { Command } from 'commander'
import { CACHE, CACHE_LOCATION, CONFIG, JOBS, NO_CACHE, PRESET, RULESET, SCRIPTS } from './options.ts'
import type { Wiring } from './wiring.ts'

export function addBaseline(program: Command, { io, version, done }: Wiring): void {
  program
    .command('baseline')
    .description(
      'record what is found today, so that `lint` fails on what is new; later, take out what is fixed',
    )
    .argument('[files...]', 'the same as for `lint`')
    .option(
      '-o, --output <file>',
      'write it there instead of specward.baseline.json beside the specward.yaml, else in the working directory',
    )
    .option('--accept-new', 'take new findings into a baseline that is there')
    .option('--allow-incomplete', 'write it although something could not be judged')
    .option(...CONFIG)
    .option(...PRESET)
    .option(...RULESET)
    .option(...SCRIPTS)
    .option(...JOBS)
    .option(...CACHE)
    .option(...NO_CACHE)
    .option(...CACHE_LOCATION)
    .action(async (files, options) => {
      const { baselineCommand } = await import('../commands/baseline.ts')
      done(await baselineCommand(files, options, io, version))
    })
}
