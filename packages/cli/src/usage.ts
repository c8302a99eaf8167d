import { didYouMean } from '@specward/core'

/** A command line that cannot be carried out: ends with exit code 2. The message says what to write instead. */
export class UsageError extends Error {}

/** A value of a closed set, or a usage error that names the nearest one. */
export function oneOf<const T extends string>(option: string, value: string, choices: readonly T[]): T {
  const found = choices.find((choice) => choice === value)
  if (found !== undefined) return found
  throw new UsageError(
    `\`${option} ${value}\` is not known: it takes ${listed(choices)}.${didYouMean(value, choices)}`,
  )
}

function listed(choices: readonly string[]): string {
  return choices.length < 2 ? choices.join('') : `${choices.slice(0, -1).join(', ')} or ${choices.at(-1)}`
}

/**
 * Refuses the placeholders of commands that are printed to be filled in, as they stand there: `<name>`.
 * @throws UsageError with the name of the option
 */
export function checkFilledIn(options: Readonly<Record<string, string | undefined>>): void {
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined || !/^\s*<[^<>:/@]*>\s*$/u.test(value)) continue
    throw new UsageError(
      `\`--${name} '${value.trim()}'\` is not filled in: write what belongs there in its place.`,
    )
  }
}
