import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { review } from './review.ts'

// T14: what was not judged is not clean

const secure = new URL('secure/', import.meta.url)
const names = readdirSync(secure).sort()

/** Codes of problems that are faults of ours, whatever the description holds. */
const OURS: ReadonlySet<string> = new Set(['rule-failed', 'rule-timeout', 'internal-error'])

/** Values that have no business where they are put, and some that nearly do. */
const JUNK = [
  null,
  true,
  0,
  -1.5,
  '',
  'constructor',
  '__proto__',
  'http://[::1',
  '{',
  'a{b}{b}c}',
  '%',
  '\u0000\u202e',
  '#/paths',
  '/'.repeat(300),
  [],
  [[]],
  [null, 1, 'x', {}],
  {},
  { $ref: '#' },
  { $ref: '#/components/schemas' },
  { $ref: 1 },
  { allOf: [{ $ref: '#/components/schemas/Account' }, null, 3] },
  { type: ['string', 'null', 7], enum: 'x', properties: [], items: [true], required: 'all' },
  { constructor: { prototype: {} }, toString: 'x', length: -1 },
] as const

/** Every place of a value: the keys on the way to it. */
function placesIn(value: unknown): string[][] {
  const places: string[][] = []
  const stack: { value: unknown; path: string[] }[] = [{ value, path: [] }]
  for (let next = stack.pop(); next; next = stack.pop()) {
    if (typeof next.value !== 'object' || next.value === null) continue
    for (const [key, child] of Object.entries(next.value)) {
      const path = [...next.path, key]
      places.push(path)
      stack.push({ value: child, path })
    }
  }
  return places
}

interface Damage {
  readonly place: number
  readonly kind: 'replace' | 'remove' | 'wrap' | 'rename'
  readonly junk: number
}

function damaged(value: unknown, places: readonly string[][], damages: readonly Damage[]): unknown {
  const copy = structuredClone(value)
  for (const { place, kind, junk } of damages) {
    const path = places[place % places.length] ?? []
    const key = path.at(-1) ?? ''
    let holder: unknown = copy
    for (const step of path.slice(0, -1)) holder = Object(holder)[step]
    if (typeof holder !== 'object' || holder === null || !Object.hasOwn(holder, key)) continue
    const object = holder as Record<string, unknown>
    const put = structuredClone(JUNK[junk % JUNK.length])
    if (kind === 'replace') object[key] = put
    else if (kind === 'wrap') object[key] = [object[key]]
    else if (kind === 'remove') delete object[key]
    else {
      object[`${key}x`] = object[key]
      delete object[key]
    }
  }
  return copy
}

const damage = fc.record({
  place: fc.nat(5_000),
  kind: fc.constantFrom('replace', 'replace', 'remove', 'wrap', 'rename'),
  junk: fc.nat(JUNK.length - 1),
})

describe.each(names)('%s, damaged at random', (name) => {
  const value: unknown = parse(readFileSync(new URL(name, secure), 'utf8'))
  const places = placesIn(value)

  it('makes no rule fail, and every finding points into the file', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(damage, { minLength: 1, maxLength: 4 }), async (damages) => {
        const text = JSON.stringify(damaged(value, places, damages), null, 1)
        const report = await review({ [name.replace('.yaml', '.json')]: text })
        expect(report.problems.filter(({ code }) => OURS.has(code)).map(({ message }) => message)).toEqual([])
        const lines = text.split('\n')
        for (const { range, message } of report.findings) {
          expect(message).toMatch(/^\S.*[.?]$/su)
          expect(range.start.line).toBeLessThanOrEqual(lines.length)
          expect(range.end.column).toBeLessThanOrEqual((lines[range.end.line - 1] ?? '').length + 1)
        }
      }),
      { numRuns: Number(process.env.SPECWARD_DAMAGES ?? 60), seed: Number(process.env.SPECWARD_SEED ?? 1) },
    )
  })
})
