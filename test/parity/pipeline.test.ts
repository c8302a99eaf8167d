import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { lint } from '@specward/core'
import { registry } from '@specward/rulesets'
import { createSpectralEngine } from '@specward/spectral'
import { describe, expect, it } from 'vitest'
import { ownDocuments, ownRulesets } from './lib/corpus.mjs'
import { loadRuleset, runSpectral } from './lib/spectral.mjs'
import { machine } from './lib/specward.mjs'

const SEVERITIES = ['error', 'warn', 'info', 'hint']
const ROOT = new URL('../../', import.meta.url).href
const RULESETS = ['features', 'hard-paths', 'owasp-finishing']

describe('what Spectral finds is in the report', () => {
  for (const { name, path } of ownRulesets().filter((ruleset) => RULESETS.includes(ruleset.name))) {
    it(`of ${name}`, async () => {
      for (const document of ownDocuments()) {
        expect(await inReport(path, document.path)).toEqual(await bySpectral(path, document.path))
      }
    })
  }
})

async function inReport(ruleset: string, document: string) {
  const request = {
    documents: [{ uri: pathToFileURL(document).href, named: true }],
    rulesets: [pathToFileURL(ruleset).href],
    rulesetEngine: async () => createSpectralEngine(),
    registry,
    version: '0.0.0',
    workingDirectory: ROOT,
  }
  const { findings } = await lint(request, machine)
  return findings
    .map(({ ruleId, severity, message, file, range: { start, end } }) => {
      const place = [start.line, start.column, end.line, end.column].join(' ')
      return `${file} ${place} ${severity} ${ruleId}: ${unread(message)}`
    })
    .toSorted()
}

async function bySpectral(ruleset: string, document: string) {
  const text = { text: readFileSync(document, 'utf8'), source: document }
  const { results } = await runSpectral(await loadRuleset(ruleset), text)
  return results
    .map(({ code, severity, message, source, range: { start, end } }) => {
      const file = pathToFileURL(source ?? document).href.slice(ROOT.length)
      const place = [start.line, start.character, end.line, end.character]
        .map((number) => number + 1)
        .join(' ')
      return `${file} ${place} ${SEVERITIES[severity]} ${code}: ${unread(message)}`
    })
    .toSorted()
}

/** Why the network is not used is told in our words. */
function unread(message: string): string {
  return message.replace(/^`?(https?:[^ `]*)`? (was not read|cannot be reached).*$/, '$1')
}
