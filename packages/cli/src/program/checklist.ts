import type { Command } from 'commander'
import { CACHE, CACHE_LOCATION, CONFIG, JOBS, NO_CACHE, PRESET, RULESET, SCRIPTS } from './options.ts'
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
    .option(...JOBS)
    .option(...CACHE)
    .option(...NO_CACHE)
    .option(...CACHE_LOCATION)
    .action(async (files, options) => {
      const { checklistCommand } = await import('../commands/checklist.ts')
      done(await checklistCommand(files, options, io, version))
    })
}
