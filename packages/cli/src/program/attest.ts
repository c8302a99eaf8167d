import type { Command } from 'commander'
import { CONFIG, collect, PRESET } from './options.ts'
import type { Wiring } from './wiring.ts'

export function addAttest(program: Command, { io, version, done }: Wiring): void {
  program
    .command('attest')
    .description("record a person's answer to a control in specward.attestations.yaml")
    .argument('[controls...]', 'ids of controls, such as AUTHZ-3')
    .option('-d, --document <file>', 'the description that the answer is about')
    .option(
      '--answer <word>',
      'yes, no or not-applicable; that of the entry that is replaced, where nothing is said',
    )
    .option('--by <name>', 'who answers')
    .option('--evidence <text>', 'a link or a text that shows it; needed for yes')
    .option('--comment <text>', 'what else is to be said; for not-applicable, why')
    .option('--operations <label>', 'only for these operations, `*` for any characters; repeatable', collect)
    .option('--valid <days>', 'how long the answer holds, such as 180d')
    .option('--template', 'print entries to fill in for all open questions instead')
    .option(...CONFIG)
    .option(...PRESET)
    .action(async (controls, options) => {
      const { attestCommand } = await import('../commands/attest.ts')
      done(await attestCommand(controls, options, io, version))
    })
}
