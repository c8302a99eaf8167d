import type { Command } from 'commander'
import type { ReportOption } from '../reports.ts'
import {
  BASE,
  CACHE,
  CACHE_LOCATION,
  COLOR,
  CONFIG,
  collect,
  JOBS,
  NO_BASELINE,
  NO_CACHE,
  oneBase,
  PRESET,
  RULESET,
  SCRIPTS,
} from './options.ts'
import type { Wiring } from './wiring.ts'

export function addLint(program: Command, { io, version, done }: Wiring): void {
  const reports: ReportOption[] = []
  const note = (option: ReportOption['option']) => (value: string) => void reports.push({ option, value })
  program
    .command('lint')
    .description('judge API descriptions')
    .argument(
      '[files...]',
      'files, folders, URLs, quoted globs (`**`, `{a,b}`), `!glob` to leave out, `-` for standard input; without any, ' +
        'all API descriptions below the working directory',
    )
    .option(
      '-f, --format <format>',
      'text (as a rule), json, sarif, junit, github, github-summary, gitlab, markdown, html, oscal or csv; repeatable, each with ' +
        'its --output',
      note('format'),
    )
    .option('-o, --output <file>', 'write the report of the format before it to a file', note('output'))
    .option(...CONFIG)
    .option(...PRESET)
    .option(...RULESET)
    .option(...SCRIPTS)
    .option('--fail-on <severity>', 'exit with 1 from this severity on: error, warn, info, hint or never')
    .option(...BASE, oneBase)
    .option(...NO_BASELINE)
    .option('--fix', 'change files so that findings are gone that can be mended unattended')
    .option('--fix-suggested', 'make the fixes as well that want a look afterwards')
    .option('--fix-rule <id>', 'fix what this rule finds, and nothing else; repeatable', collect)
    .option(
      '--fix-dry-run',
      'print what fixing would change, as a diff, in place of the report; change nothing',
    )
    .option('-q, --quiet', 'print only what fails the run')
    .option('--changed', 'take the files for what changed: judge those that are descriptions, or part of one')
    .option('--stdin-filename <name>', 'file name that standard input is judged under')
    .option('--verbose', 'list fingerprints of findings, what was accepted, and every file that was skipped')
    .option('--timing', 'add milliseconds for each stage and rule')
    .option(
      '--shard <i/n>',
      'judge one of n parts, as in 2/5, and write (`--output`) what `specward merge` makes one report of',
    )
    .option(...JOBS)
    .option(...CACHE)
    .option(...NO_CACHE)
    .option(...CACHE_LOCATION)
    .option(...COLOR)
    .action(async (files, options) => {
      if (options.shard !== undefined) {
        const { shardCommand } = await import('../commands/shard.ts')
        done(await shardCommand(files, { ...options, reports }, io, version))
        return
      }
      const { lintCommand } = await import('../commands/lint.ts')
      done(await lintCommand(files, { ...options, reports }, io, version))
    })
}
