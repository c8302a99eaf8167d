import type { At, Node } from '@specward/core'
import { counted } from '../wording.ts'
import type { PatternPlace } from './places.ts'
import { shown, subjectWithin } from './subject.ts'
import { misfitsOf } from './values.ts'

/** Why no text can fit, and what stands against the pattern. */
export interface Contradiction {
  readonly message: string
  readonly related: readonly { readonly at: At; readonly message: string }[]
}

export function contradictionOf(place: PatternPlace): Contradiction | undefined {
  const { reading, pattern } = place
  if (!('tree' in reading)) return undefined
  const subject = `the pattern ${shown(pattern)} of ${subjectWithin(place)}`
  // a text that nothing fits, or null: a way to say null alone
  if (reading.fitting === 'none' && place.schema.types.includes('null')) return undefined
  if (reading.fitting === 'none')
    return {
      message: `No text can fit ${subject}: \`^\` or \`$\` stands where a text can neither begin nor end.`,
      related: [],
    }
  return place.of === 'text' ? (againstLength(place, subject) ?? againstValues(place, subject)) : undefined
}

function againstLength(place: PatternPlace, subject: string): Contradiction | undefined {
  const { reading } = place
  if (!('tree' in reading)) return undefined
  const { shortest, longest, isUnicode } = reading
  const most = bound(place, 'maxLength')
  // without the flag `u`, one character may be counted as two
  if (most && isUnicode && shortest > most.value)
    return against(`What fits ${subject} has at least ${counted(shortest, 'character')}`, most)
  const least = bound(place, 'minLength')
  if (least && longest < least.value)
    return against(`What fits ${subject} has at most ${counted(longest, 'character')}`, least)
  return undefined
}

interface Bound {
  readonly node: Node
  readonly value: number
}

function against(what: string, { node, value }: Bound): Contradiction {
  return {
    message: `${what}, but \`${node.key}\` is ${value}: no text is valid.`,
    related: [{ at: node, message: `\`${node.key}\`` }],
  }
}

/** The strictest of all bounds of a kind. */
function bound({ schema }: PatternPlace, keyword: 'minLength' | 'maxLength'): Bound | undefined {
  const sign = keyword === 'maxLength' ? 1 : -1
  const all = schema
    .all(keyword)
    .flatMap((node) => (typeof node.value === 'number' ? [{ node, value: node.value }] : []))
  return all.sort((a, b) => sign * (a.value - b.value))[0]
}

function againstValues(place: PatternPlace, subject: string): Contradiction | undefined {
  for (const keyword of ['const', 'enum']) {
    const { misfits, isAll } = misfitsOf(place, [keyword])
    const [first] = misfits
    if (!isAll || !first) continue
    const what = keyword === 'enum' ? 'none of the values of `enum` fits' : '`const` does not fit'
    return {
      message: `No text is valid: ${what} ${subject}.`,
      related: [{ at: first.node, message: `\`${first.value}\` does not fit` }],
    }
  }
  return undefined
}
