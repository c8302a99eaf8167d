import { createHash } from 'node:crypto'
import {
  defineRule,
  type Host,
  lintWithSources,
  REPORT_FORMATS,
  type Rule,
  renderReport,
  toText,
} from '@specward/core'
import { describe, expect, it } from 'vitest'
import { catalogue } from '../controls/catalogue.ts'
import plaintext from '../transport/no-plaintext-server.ts'
import lifelike from './no-lifelike-secret-example.ts'
import possible from './no-possible-secret.ts'
import literal from './no-secret-literal.ts'
import userinfo from './no-url-userinfo.ts'

const PASSWORD = 'Tq7rW2mZ9xLp'
const ENCODED = 'c3ZjLW9yZGVyczpUcTdyVzJtWjl4THA='
const IN_USE = 'q7Zt2LkW9xRb4VnC8sHd'
const SHOWN = 'Hd8sC4nVb9RxW2kLt7Zq'
const KEY = ['MC4CAQAwBQYDK2VwBCIEIB5aFTWuzmaa2KD1', 'lnajVzosJ6AeQTYb887hkNmLCf4w']
const SECRETS = [PASSWORD, ENCODED, IN_USE, SHOWN, ...KEY]

const TEXT = `openapi: 3.1.1
info: { title: A, version: '1' }
paths: {}
servers:
  - url: http://svc:${PASSWORD}@api.example.com # ${PASSWORD}
x-header: "Basic ${ENCODED}"
x-upstream: { apiKey: ${IN_USE}, other: ${IN_USE} }
x-key: |
  -----BEGIN PRIVATE KEY-----
  ${KEY[0]}
  ${KEY[1]}
  -----END PRIVATE KEY-----
components:
  schemas:
    Key: { type: object, properties: { token: { type: string, example: ${SHOWN} } } }
`

/** A rule that knows nothing of secrets, and repeats what it reads wherever it can. */
const careless = defineRule({
  ...plaintext,
  id: 'no-anything',
  select: 'document',
  check({ node: root }, { report, undecided, model }) {
    for (const { node, value } of model.stringsWith(/./, 1)) {
      const quoted = JSON.stringify(value)
      report({
        at: node,
        message: `It is ${value}, or ${quoted}.`,
        cause: node,
        related: [{ at: node, message: `Look at ${value}.` }],
        operations: [`GET /${value}`],
        fix: {
          title: `Write ${value}`,
          kind: 'safe',
          edits: [{ node: root, edit: { op: 'insert', path: [], key: 'x-copy', value: { inner: [value] } } }],
        },
        discriminator: value,
      })
      undecided({ at: node, because: `${value} may be good` })
    }
  },
})

const host: Host = {
  read: async () => ({ text: TEXT }),
  exists: async () => false,
  sha256: (text) => createHash('sha256').update(text).digest('hex'),
  now: () => 0,
}

const KNOWING: readonly Rule[] = [literal, userinfo, possible, lifelike, plaintext]

async function review(rules: readonly Rule[] = KNOWING) {
  const registry = {
    rules: rules.map((rule) => ({ rule, category: 'secrets' })),
    presets: [{ name: 'all', rules: Object.fromEntries(rules.map(({ id }) => [id, 'error'] as const)) }],
  }
  const documents = [{ uri: 'file:///project/api.yaml', named: true }]
  return lintWithSources(
    {
      ...{ documents, registry, version: '0', workingDirectory: 'file:///project/', presets: ['all'] },
      ...{ today: '2027-01-31', assess: { catalogue } },
    },
    host,
  )
}

describe('a secret that a rule has found', () => {
  it('is told by the rules that know of secrets', async () => {
    const { report } = await review()
    expect([...new Set(report.findings.map(({ ruleId }) => ruleId))].sort()).toEqual([
      'no-lifelike-secret-example',
      'no-plaintext-server',
      'no-possible-secret',
      'no-secret-literal',
      'no-url-userinfo',
    ])
  })

  it.each(REPORT_FORMATS)(
    'stands nowhere in the output as %s, not even by a careless rule',
    async (format) => {
      const { report, sources, assessment } = await review([...KNOWING, careless])
      expect(report.undecided.length).toBeGreaterThan(5)
      expect(report.findings.some(({ cause, related }) => cause && related.length > 0)).toBe(true)
      const text = { color: false, quiet: false, sources }
      const { sha256 } = host
      const output = renderReport(report, format, {
        text,
        assessment,
        sha256,
        prefix: '',
        rules: () => undefined,
      })
      expect(output.length).toBeGreaterThan(100)
      for (const secret of SECRETS) expect(output).not.toContain(secret)
    },
  )

  it('is covered in the excerpt, whose marks stay where they belong', async () => {
    const { report, sources } = await review()
    const text = toText(report, { color: false, quiet: false, sources, rules: () => undefined })
    expect(text).toContain(
      '       5 |   - url: http://****************@api.example.com # ************\n' +
        '         |                 ^^^^^^^^^^^^^^^^\n',
    )
  })

  it('is taken out by a fix, and written down by none', async () => {
    const { report } = await review()
    const fixes = report.findings.map(({ ruleId, fix }) => [
      ruleId,
      fix?.edits.map(({ text }) => text).join(),
    ])
    expect(Object.fromEntries(fixes)).toMatchObject({ 'no-plaintext-server': undefined })
    for (const secret of SECRETS) expect(JSON.stringify(fixes)).not.toContain(secret)
    expect(fixes.filter(([, text]) => text !== undefined).length).toBeGreaterThanOrEqual(3)
  })
})
