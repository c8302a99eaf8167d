import { runRule } from '@specward/core/testing'
import { describe, expect, it } from 'vitest'
import rule from './no-misplaced-security.ts'

const TOKEN = 'components: { securitySchemes: { token: { type: http, scheme: bearer } } }\n'

describe('no-misplaced-security', () => {
  it('leaves a `security` that is no list to the reader of the model', async () => {
    for (const text of [
      'security: { token: [] }\n',
      'paths: { /a: { get: { security: { token: [] } } } }\n',
    ]) {
      const { findings, problems } = await runRule(rule, text + TOKEN)
      expect(findings).toEqual([])
      expect(problems.map(({ code }) => code)).toEqual(['unexpected-shape'])
    }
  })

  it('moves what stands at a path into its operations, but for those that have their own', async () => {
    const text = `paths:
  /orders:
    security:
      - token: []
    get:
      responses: {}
    put:
      security: []
      responses: {}
${TOKEN}`
    const { findings } = await runRule(rule, text)
    expect(findings.map(({ operations }) => operations)).toEqual([['GET /orders', 'PUT /orders']])
    expect(findings[0]?.fix?.text).toContain(`  /orders:
    get:
      responses: {}
      security:
        - token: []
    put:
      security: []
      responses: {}
`)
  })

  it('moves schemes to where they are declared', async () => {
    const text = 'securityDefinitions:\n  token: { type: http, scheme: bearer }\n'
    const { findings } = await runRule(rule, text)
    expect(findings[0]?.fix?.text).toMatch(/components:\n {2}securitySchemes:\n {4}token:/)
    expect(findings[0]?.fix?.text).not.toContain('securityDefinitions')
  })

  it('does not rename over what stands there', async () => {
    const text = `security: [{ token: [] }]\nSecurity: []\n${TOKEN}`
    const { findings } = await runRule(rule, text)
    expect(findings.map(({ text: span, fix }) => [span, fix])).toEqual([['Security', undefined]])
  })

  it('says nothing of other things with such names', async () => {
    const text = `security: [{ token: [] }]
paths:
  /a:
    get: { severity: [low], securtiy: high, securities: { a: 1 }, responses: {} }
${TOKEN}`
    expect((await runRule(rule, text)).findings).toEqual([])
  })

  it('is not led astray by names of objects', async () => {
    const text = `paths: { __proto__: { get: { constructor: [{ token: [] }], responses: {} } } }\n${TOKEN}`
    expect((await runRule(rule, text)).findings).toEqual([])
  })
})
