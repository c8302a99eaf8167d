import { visible } from '@specward/core'
import type { Command } from 'commander'
import type { ReportOption } from '../reports.ts'
import { UsageError } from '../usage.ts'
import { COLOR, CONFIG, collect, PRESET, RULESET, SCRIPTS } from './options.ts'
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
    .option(
      '--base <commit or file>',
      'fail only on what is new since a commit, a JSON report or a baseline; without it, since the baseline ' +
        '(specward.baseline.json) that is found',
      oneBase,
    )
    .option('--no-baseline', 'judge without the baseline that is found')
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
    .option(...COLOR)
    .action(async (files, options) => {
      const { lintCommand } = await import('../commands/lint.ts')
      done(await lintCommand(files, { ...options, reports }, io, version))
    })
}

function oneBase(value: string, before: string | undefined): string {
  if (before === undefined) return value
  const given = `as \`${visible(before)}\` and as \`${visible(value)}\``
  throw new UsageError(`\`--base\` is given twice, ${given}: a run is compared with one alone.`)
}
