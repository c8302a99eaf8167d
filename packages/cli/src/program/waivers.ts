import type { Command } from 'commander'
import { CACHE, CACHE_LOCATION, COLOR, CONFIG, JOBS, NO_CACHE, PRESET, RULESET, SCRIPTS } from './options.ts'
import type { Wiring } from './wiring.ts'

export function addWaivers(program: Command, { io, version, done }: Wiring): void {
  program
    .command('waivers')
    .description('list the waivers with what became of them')
    .argument('[files...]', 'what to judge; without any, all API descriptions below the working directory')
    .option('-f, --format <format>', 'text or json', 'text')
    .option('--prune', 'remove the waivers that are not needed any more')
    .option(...CONFIG)
    .option(...PRESET)
    .option(...RULESET)
    .option(...SCRIPTS)
    .option(...JOBS)
    .option(...CACHE)
    .option(...NO_CACHE)
    .option(...CACHE_LOCATION)
    .option(...COLOR)
    .action(async (files, options) => {
      const { waiversCommand } = await import('../commands/waivers.ts')
      done(await waiversCommand(files, options, io, version))
    })
}
