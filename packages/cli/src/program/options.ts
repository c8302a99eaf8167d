// Options that several commands have.

import { visible } from '@specward/core'
import { UsageError } from '../usage.ts'

export const CONFIG = [
  '-c, --config <file>',
  'use this configuration instead of the nearest specward.yaml',
] as const

export const PRESET = [
  '-p, --preset <name>',
  'use this preset instead of those of the configuration; repeatable',
  collect,
] as const

export const COLOR = ['--no-color', 'never use colors'] as const

export const RULESET = [
  '-r, --ruleset <name>',
  'run this Spectral ruleset (file, URL, npm package or `spectral:oas`), and nothing else unless `--preset` or ' +
    '`--config` is given as well; repeatable',
  collect,
] as const

export const SCRIPTS = [
  '--allow-scripts',
  'let rulesets run code that was not named on the command line',
] as const

export const BASE = [
  '--base <commit or file>',
  'fail only on what is new since a commit, a JSON report or a baseline; without it, since the baseline ' +
    '(specward.baseline.json) that is found',
] as const

export const NO_BASELINE = ['--no-baseline', 'judge without the baseline that is found'] as const

export function oneBase(value: string, before: string | undefined): string {
  if (before === undefined) return value
  const given = `as \`${visible(before)}\` and as \`${visible(value)}\``
  throw new UsageError(`\`--base\` is given twice, ${given}: a run is compared with one alone.`)
}

export const JOBS = [
  '--jobs <number>',
  'judge on so many threads (1: none beside the program itself); by default as many as pay',
] as const

export const CACHE = [
  '--cache',
  'take over what earlier runs have found in files that are the same, and keep what this one finds',
] as const

export const NO_CACHE = ['--no-cache', 'use no cache, whatever else is said'] as const

export const CACHE_LOCATION = [
  '--cache-location <folder>',
  'keep the cache in this folder instead of that of the user; asks for `--cache`',
] as const

/** Makes an option repeatable: its values in the order in which they are given. */
export function collect(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), value]
}
