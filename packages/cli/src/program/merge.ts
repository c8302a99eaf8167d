import type { Command } from 'commander'
import type { ReportOption } from '../reports.ts'
import { BASE, COLOR, NO_BASELINE, oneBase, RULESET, SCRIPTS } from './options.ts'
import type { Wiring } from './wiring.ts'

export function addMerge(program: Command, { io, version, done }: Wiring): void {
  const reports: ReportOption[] = []
  const note = (option: ReportOption['option']) => (value: string) => void reports.push({ option, value })
  program
    .command('merge')
    .description('make one report of all shards (`lint --shard`), in the same checkout')
    .argument('<files...>', 'the files of all shards, or a folder that they are in')
    .option('-f, --format <format>', 'as for `lint`', note('format'))
    .option('-o, --output <file>', 'as for `lint`', note('output'))
    .option('--fail-on <severity>', 'as for `lint`')
    .option(...BASE, oneBase)
    .option(...NO_BASELINE)
    .option(...RULESET)
    .option(...SCRIPTS)
    .option('-q, --quiet', 'print only what fails the run')
    .option('--verbose', 'list fingerprints of findings, what was accepted, and every file that was skipped')
    .option(...COLOR)
    .action(async (files, options) => {
      const { mergeCommand } = await import('../commands/merge.ts')
      done(await mergeCommand(files, { ...options, reports }, io, version))
    })
}
