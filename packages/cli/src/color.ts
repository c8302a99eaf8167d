import type { Io } from './io.ts'

/**
 * Whether to print in color: `--no-color` and NO_COLOR (https://no-color.org) forbid it, FORCE_COLOR asks for it,
 * else only a terminal gets it.
 */
export function wantsColor(io: Pick<Io, 'env' | 'isTerminal'>, flag: boolean): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = io.env
  if (!flag || NO_COLOR) return false
  if (FORCE_COLOR) return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false'
  return io.isTerminal && TERM !== 'dumb'
}
