import type { Command } from 'commander'
import { CONFIG, PRESET, RULESET, SCRIPTS } from './options.ts'
import type { Wiring } from './wiring.ts'

export function addChecklist(program: Command, { io, version, done }: Wiring): void {
  program
    .command('checklist')
    .description('write the design-review checklist of API descriptions')
    .argument('[files...]', 'as for `lint`')
    .option('-f, --format <format>', 'markdown, html, csv, json or oscal', 'markdown')
    .option('-o, --output <file>', 'write it to a file')
    .option('--framework <id>', 'by the requirements of a framework, such as owasp-api-2023')
    .option(
      '--fail-on <result>',
      'exit with 1 when a control fails (fail), or is open as well (open), or is left to review as well (review)',
      'never',
    )
    .option(...CONFIG)
    .option(...PRESET)
    .option(...RULESET)
    .option(...SCRIPTS)
    .action(async (files, options) => {
      const { checklistCommand } = await import('../commands/checklist.ts')
      done(await checklistCommand(files, options, io, version))
    })
}
