import { describe, expect, it } from 'vitest'
import { project } from '../project.ts'
import { review } from '../review.ts'
import { runIn } from '../run-in.ts'
import { named, OBJECT_NAMES } from './cases/names.mjs'

// T12: names of what every object has

const PLAIN = 'plainname'

/** A text in which one name stands for the other, whatever was proposed in its place. */
function renamed(text: string, name: string): string {
  return text.replaceAll(name, PLAIN).replace(/ Did you mean [^?]*\?/g, '')
}

async function said(name: string) {
  const report = await review({ 'api.json': named(name) }, { conformance: true })
  const findings = report.findings.map(({ ruleId, severity, message, pointer, operations, related }) =>
    renamed(JSON.stringify([ruleId, severity, message, pointer, operations, related.length]), name),
  )
  const problems = report.problems.map(({ code, message }) => renamed(`${code} ${message}`, name))
  const rules = report.rules.map(({ id, judged, undecided }) => `${id} ${judged} ${undecided}`)
  return { findings: findings.sort(), problems: problems.sort(), rules }
}

describe('a description in which everything is called', () => {
  it.each(OBJECT_NAMES)('%s is judged as if it had another name', async (name) => {
    const plain = await said(PLAIN)
    expect(plain.findings.length).toBeGreaterThan(10)
    expect(await said(name)).toEqual(plain)
  })
})

/** What people name in a policy and in what stands beside it. */
const PLACES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  key: { 'specward.yaml': 'NAME: 1\n' },
  'rule id': { 'specward.yaml': 'rules: { NAME: error }\n' },
  'own rule': {
    'specward.yaml':
      'rules: { NAME: { select: operation, severity: error, then: { field: x-a, function: truthy } } }\n',
  },
  'field of an own rule': {
    'specward.yaml': 'rules: { mine: { select: operation, then: { field: NAME, function: truthy } } }\n',
  },
  'function of an own rule': {
    'specward.yaml': 'rules: { mine: { select: operation, then: { field: x-a, function: NAME } } }\n',
  },
  'value of `where`': {
    'specward.yaml':
      'rules: { mine: { select: operation, where: { NAME: x }, then: { field: x-a, function: truthy } } }\n',
  },
  concept: { 'specward.yaml': 'rules: { mine: { select: NAME, then: { field: x-a, function: truthy } } }\n' },
  placeholder: {
    'specward.yaml':
      "rules: { mine: { select: operation, message: 'x {{NAME}}', then: { field: x-a, function: truthy } } }\n",
  },
  severity: { 'specward.yaml': 'rules: { no-anonymous-write: NAME }\n' },
  option: { 'specward.yaml': 'rules: { no-anonymous-write: { options: { NAME: 1 } } }\n' },
  preset: { 'specward.yaml': 'extends: [specward:NAME]\n' },
  fact: { 'specward.yaml': 'policy: { NAME: x }\n' },
  'sensitive name': { 'specward.yaml': 'policy: { sensitiveNames: { credential: [NAME] } }\n' },
  gateway: { 'specward.yaml': 'policy: { gateway: { NAME: x } }\n' },
  'problem code': { 'specward.yaml': 'problems: [{ code: NAME, severity: warn, reason: x }]\n' },
  limit: { 'specward.yaml': 'limits: { NAME: 1 }\n' },
  gate: { 'specward.yaml': 'failOn: NAME\n' },
  lock: { 'specward.yaml': 'locked: { rules: [NAME] }\n' },
  exception: { 'specward.yaml': 'exceptions: [{ rule: NAME, reason: x, owner: x, expires: 2027-01-01 }]\n' },
  'rule in an override': {
    'specward.yaml': 'overrides: [{ files: [api.json], rules: { NAME: off }, reason: x }]\n',
  },
  waiver: {
    'specward.yaml': '{}',
    'specward.waivers.yaml':
      'waivers: [{ rule: NAME, file: api.json, operation: DELETE /orders, reason: x, owner: x, expires: 2026-02-01 }]\n',
  },
  'key of a waiver': {
    'specward.yaml': '{}',
    'specward.waivers.yaml': 'waivers: [{ rule: no-anonymous-write, NAME: x }]\n',
  },
  'answer of a person': {
    'specward.yaml': '{}',
    'specward.attestations.yaml':
      'attestations: [{ control: NAME, document: api.json, answer: yes, by: x, evidence: x, date: 2026-01-01 }]\n',
  },
  'Spectral function': { '.spectral.yaml': 'rules: { mine: { given: $.info, then: { function: NAME } } }\n' },
}

const API = JSON.stringify({
  openapi: '3.1.0',
  info: { title: 'Orders', version: '1.0.0' },
  security: [],
  paths: { '/orders': { delete: { responses: { 204: { description: 'Gone' } } } } },
})

async function printed(files: Readonly<Record<string, string>>, name: string) {
  const texts = Object.entries(files).map(([file, text]) => [file, text.replaceAll('NAME', name)])
  const folder = await project({ 'api.json': API, ...Object.fromEntries(texts) })
  const { code, out, err } = await runIn(folder, ['lint', 'api.json', '--format', 'csv'], undefined, {
    today: () => '2026-01-01',
  })
  // fingerprints and columns of what follows a name are others
  const same = (text: string): string =>
    renamed(text, name)
      .replace(/\b[0-9a-f]{16}\b/g, 'print')
      .replace(/(:|,)\d+/g, '$1n')
      .replace(/^.*\^.*$/gm, '')
  // findings of one place are told by the name of their rule
  return { code, out: same(out).split('\r\n').sort(), err: same(err).replace(/\s+/g, ' ') }
}

describe.each(Object.entries(PLACES))('as %s', (_, files) => {
  it.each(OBJECT_NAMES)('%s is a name like any other', async (name) => {
    expect(await printed(files, name)).toEqual(await printed(files, PLAIN))
  })
})

describe('what Spectral itself cannot tell apart', () => {
  const then = '{ given: $.info, then: { field: x, function: truthy } }'

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf'])(
    'is refused as the name of a rule: %s',
    async (name) => {
      const { code, err } = await printed({ '.spectral.yaml': `rules: { ${name}: ${then} }\n` }, name)
      expect(code).toBe(2)
      expect(err).toContain(`.spectral.yaml:n:n: A rule cannot be called \`${PLAIN}\``)
    },
  )

  it('is refused as the name of an alias: __proto__', async () => {
    const { code, err } = await printed(
      { '.spectral.yaml': `aliases: { __proto__: [$.info] }\nrules: { mine: ${then} }\n` },
      '__proto__',
    )
    expect(code).toBe(2)
    expect(err).toContain('An alias cannot be called `plainname`: it would be lost.')
  })
})
