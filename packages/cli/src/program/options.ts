// Options that several commands have.

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

/** Makes an option repeatable: its values in the order in which they are given. */
export function collect(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), value]
}
