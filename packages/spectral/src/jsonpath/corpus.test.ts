import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { load } from 'js-yaml'
import { describe, expect, test } from 'vitest'

import { compilePaths } from './index.ts'

const CORPUS = new URL('../../../../../shared/corpus/rulesets/', import.meta.url)
const require = createRequire(import.meta.url)

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

/** Every `given` of a ruleset, and every expression of its aliases. */
function givensOf(ruleset: unknown): string[] {
  const found: string[] = []
  const open: { value: unknown; isGiven: boolean }[] = [{ value: ruleset, isGiven: false }]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, isGiven } = next
    if (typeof value === 'string' && isGiven && value.startsWith('$')) found.push(value)
    if (!isMap(value)) continue
    for (const [key, child] of Object.entries(value)) {
      open.push({ value: child, isGiven: isGiven || key === 'given' || key === 'aliases' })
    }
  }
  return found
}

/** A ruleset made of objects; its `extends` and formats refer to others and are left out. */
function partsOf(ruleset: unknown): unknown {
  if (!isMap(ruleset)) return undefined
  const { rules, aliases, default: inner } = ruleset
  return isMap(inner) ? partsOf(inner) : { rules, aliases }
}

function unsupported(expressions: readonly string[]): string[] {
  return compilePaths([...new Set(expressions)])
    .expressions.filter(({ fallback, refused }) => fallback !== undefined || refused !== undefined)
    .map(({ expression, fallback, refused }) => `${expression}: ${refused ?? fallback}`)
}

describe('the expressions of', () => {
  test('the rulesets that Spectral brings are all in the automaton', () => {
    const { oas, asyncapi, arazzo } = require('@stoplight/spectral-rulesets')
    const givens = [oas, asyncapi, arazzo].flatMap((ruleset) => givensOf(partsOf(ruleset)))
    expect(givens.length).toBeGreaterThan(100)
    expect(unsupported(givens)).toEqual([])
  })

  test('the OWASP ruleset are all in the automaton', () => {
    const givens = givensOf(partsOf(require('@stoplight/spectral-owasp-ruleset')))
    expect(givens.length).toBeGreaterThan(20)
    expect(unsupported(givens)).toEqual([])
  })

  test.skipIf(!existsSync(CORPUS))(
    'real rulesets are all in the automaton (skipped without ../shared/corpus)',
    () => {
      const files = readdirSync(CORPUS, { recursive: true, withFileTypes: true }).filter(
        (entry) => entry.isFile() && /\.(ya?ml|json)$/.test(entry.name),
      )
      const givens = files.flatMap((entry) =>
        givensOf(load(readFileSync(`${entry.parentPath}/${entry.name}`, 'utf8'))),
      )
      expect(givens.length).toBeGreaterThan(50)
      expect(unsupported(givens)).toEqual([])
    },
  )
})
