import { readdirSync, readFileSync } from 'node:fs'
import { parse } from 'yaml'

/**
 * One small change to a secure description, which exactly one rule has to find at its place. A file for each rule,
 * under its name.
 */
export interface Detection {
  /** File of `test/secure` that is changed. */
  readonly document: string
  /** What the change is, in words. */
  readonly change: string
  /** Text that stands exactly once in the document, or several such texts. */
  readonly replace: string | readonly string[]
  /** What is put in its place, in the same order. */
  readonly with: string | readonly string[]
  /** Text at which the finding has to begin. It stands in what was changed, unless `elsewhere` says why not. */
  readonly found: string
  readonly elsewhere?: string
  /** `specward.yaml` for rules that need to be told something. */
  readonly config?: string
  /** Other rules that speak because of the same change, each with the reason why it is right. */
  readonly also?: Readonly<Record<string, string>>
}

const folder = new URL('detection/', import.meta.url)

/** By the id of the rule. */
export const detections: ReadonlyMap<string, Detection> = new Map(
  readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .map((name): [string, Detection] => [
      name.slice(0, -'.yaml'.length),
      parse(readFileSync(new URL(name, folder), 'utf8')),
    ]),
)

/** A description of `test/secure` as it stands. */
function secureText(name: string): string {
  return readFileSync(new URL(`secure/${name}`, import.meta.url), 'utf8')
}

/** The changed text, and which lines of it (1-based) are new or stand beside something that was taken away. */
export function changed({ document, replace, with: put }: Detection): {
  readonly text: string
  readonly lines: ReadonlySet<number>
} {
  const before = typeof replace === 'string' ? [replace] : replace
  const after = typeof put === 'string' ? [put] : put
  if (after.length !== before.length) throw new Error('`with` has to have as many texts as `replace`.')
  let text = secureText(document)
  before.forEach((old, index) => {
    const count = text.split(old).length - 1
    if (count !== 1) throw new Error(`This stands ${count} times in ${document}, not once:\n${old}`)
    text = text.replace(old, () => after[index] ?? '')
  })
  const lines = new Set<number>()
  for (const piece of after) {
    const start = text.slice(0, text.indexOf(piece)).split('\n').length
    for (const [index] of piece.split('\n').entries()) lines.add(start + index)
  }
  return { text, lines }
}
