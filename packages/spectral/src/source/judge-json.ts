import { KIND, keyName, type Tape } from '@specward/core'
import type { Judge } from './inspect.ts'
import type { Unusual } from './types.ts'

const LF = 10
const COLON = 58
const ANGLE = 60
const UNDERSCORE = 95

/** What both parsers do something of their own with. */
export function isOddName(name: string, merges: boolean): boolean {
  return name === '__proto__' || (merges && name === '<<')
}

/** Judges a text that `JSON.parse` accepts, either for a parser of JSON or for one of YAML. */
export function judgeJson(tape: Tape, text: string, asYaml: boolean): Judge {
  const nothing = (): undefined => undefined
  return {
    key(entry) {
      if (asYaml && breaksBeforeColon(text, tape.end[entry] ?? 0)) return 'colon on a line of its own'
      const code = text.charCodeAt((tape.start[entry] ?? 0) + 1)
      if (code !== ANGLE && code !== UNDERSCORE && tape.kind[entry] !== KIND.escaped) return undefined
      return isOddName(keyName(tape, text, entry), asYaml) ? 'key' : undefined
    },
    scalar: nothing,
    collection: nothing,
    end: nothing,
  }
}

/** What in the white space of a JSON text a parser of YAML takes amiss. */
export function oddJsonSpace(text: string, asYaml: boolean): Unusual | undefined {
  if (text.includes('\r') && /\r(?!\n)/.test(text)) return 'carriage return'
  if (!asYaml) return undefined
  return text.includes('\t') ? 'tab' : undefined
}

function breaksBeforeColon(text: string, end: number): boolean {
  let at = end
  for (;;) {
    const code = text.charCodeAt(at)
    if (code === LF) return true
    if (code === COLON || Number.isNaN(code)) return false
    at += 1
  }
}
