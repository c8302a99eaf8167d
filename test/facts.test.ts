import { readdirSync, readFileSync } from 'node:fs'
import { ruleVocabulary } from '@specward/core'
import { describe, expect, it } from 'vitest'
import type { Host } from '../packages/core/src/host.ts'
import { lint } from '../packages/core/src/lint.ts'

// Every fact and keyword of every concept, asked of real descriptions: none may fail, and a fact has one of the values
// that it says it can have.

const folder = new URL('secure/', import.meta.url)
/** Rules of users with `select` are for descriptions of APIs unless they say otherwise. */
const names = readdirSync(folder).filter((name) => /^(?:asyncapi|openapi)-.*\.(?:ya?ml|json)$/.test(name))
const ROOT = 'file:///project/'
const { concepts } = ruleVocabulary()

function policyOf(): string {
  const rules = concepts.flatMap(({ name, facts, keywords }) => [
    ...facts.flatMap(({ name: fact, words }) => {
      const id = `${name}-${fact}`
      const known = words
        ? [
            `  ${id}-known: { select: ${name}, then: { field: ${fact}, function: enumeration, functionOptions: { values: [${words.join(', ')}] } } }`,
          ]
        : []
      return [
        `  ${id}: { select: ${name}, message: 'a {{${fact}}} {{value}}', then: { field: ${fact}, function: falsy } }`,
        ...known,
      ]
    }),
    ...keywords.map(
      (word) => `  ${name}.${word}: { select: ${name}, then: { field: '${word}.*', function: defined } }`,
    ),
    `  ${name}-keys: { select: ${name}, then: { field: '@key', function: length, functionOptions: { min: 0 } } }`,
  ])
  return ['extends: []', 'rules:', ...rules].join('\n')
}

const config = policyOf()

function hostOver(name: string): Host {
  const texts = new Map([
    [`${ROOT}specward.yaml`, config],
    [ROOT + name, readFileSync(new URL(name, folder), 'utf8')],
  ])
  return {
    async read(uri) {
      const text = texts.get(uri)
      return text === undefined ? { error: 'not-found', detail: 'no such file' } : { text }
    },
    exists: async (uri) => texts.has(uri),
    sha256: (text) => String(text.length),
    now: () => 0,
  }
}

describe('every fact and keyword', () => {
  it.each(names)('can be asked of %s', async (name) => {
    const documents = [{ uri: ROOT + name, named: true }]
    const registry = { rules: [], presets: [] }
    const report = await lint({ documents, registry, version: '1', workingDirectory: ROOT }, hostOver(name))
    expect(report.problems.filter(({ code }) => code !== 'ref-file-not-found')).toEqual([])
    expect(report.findings.filter(({ ruleId }) => ruleId.endsWith('-known'))).toEqual([])
    expect(report.findings.length).toBeGreaterThan(20)
  })
})
