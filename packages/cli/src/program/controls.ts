import type { Command } from 'commander'
import { CONFIG } from './options.ts'
import type { Wiring } from './wiring.ts'

export function addControls(program: Command, { io, version, done }: Wiring): void {
  program
    .command('controls')
    .description(
      'list the controls that a review asks for, who can tell whether they hold, and what they map to',
    )
    .argument('[control]', 'show this control: its question, evidence, rules and mappings')
    .option('-f, --format <format>', 'text or json', 'text')
    .option(
      '--framework <id>',
      'list the requirements of this standard with their controls: owasp-api-2023, ...',
    )
    .option('--rows', 'list practices and threats with their controls')
    .option(...CONFIG)
    .action(async (control, options) => {
      const { controlsCommand } = await import('../commands/controls.ts')
      done(await controlsCommand(control, options, io, version))
    })
}
