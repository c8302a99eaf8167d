import type { Command } from 'commander'
import { CONFIG, RULESET, SCRIPTS } from './options.ts'
import type { Wiring } from './wiring.ts'

export function addLock(program: Command, { io, version, done }: Wiring): void {
  program
    .command('lock')
    .description(
      'record in specward.lock what is fetched from the network, so that nothing else is taken from there',
    )
    .argument('[files...]', 'what to look at; without any, all API descriptions below the working directory')
    .option('--check', 'fetch everything, compare, and write nothing')
    .option(...CONFIG)
    .option(...RULESET)
    .option(...SCRIPTS)
    .action(async (files, options) => {
      const { lockCommand } = await import('../commands/lock.ts')
      done(await lockCommand(files, options, io, version))
    })
}
