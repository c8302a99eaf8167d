import { matchesGlob } from '@specward/core'

/** Alternatives that braces may stand for, so that a glob cannot stand for a million. */
const MOST = 256

/**
 * Whether a file is among those that globs name: of those that fit it, the last one counts, and `!` before it takes
 * the file out. Globs that begin with `!` alone leave all others in.
 * @param name from the folder that the globs are relative to, with `/`
 */
export function isAmong(name: string, globs: readonly string[]): boolean {
  let isIn = globs.every((glob) => glob.startsWith('!'))
  for (const glob of globs) {
    const isOut = glob.startsWith('!')
    const plain = (isOut ? glob.slice(1) : glob).replace(/^\.?\//, '')
    if (expandBraces(plain).some((each) => matchesGlob(each, name))) isIn = !isOut
  }
  return isIn
}

/** `a.{yaml,yml}` as `a.yaml` and `a.yml`. */
function expandBraces(glob: string): readonly string[] {
  const done: string[] = []
  const open = [glob]
  while (open.length > 0 && done.length + open.length <= MOST) {
    const next = open.pop() ?? ''
    const braces = /\{([^{}]*)\}/.exec(next)
    if (!braces) done.push(next)
    else {
      const [before, after] = [next.slice(0, braces.index), next.slice(braces.index + braces[0].length)]
      for (const choice of (braces[1] ?? '').split(',')) open.push(before + choice + after)
    }
  }
  return done
}
