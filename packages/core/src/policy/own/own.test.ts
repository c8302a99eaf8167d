import { describe, expect, it } from 'vitest'
import { ConfigurationFailure, type LintRequest, lint } from '../../lint.ts'
import { exitCode } from '../../report/exit-code.ts'
import type { Report } from '../../report/report.ts'
import { memoryHost, ROOT } from '../../resolve/graph.test-kit.ts'
import { NOTHING_FOREIGN, type RulesetEngine, type RulesetReference } from '../../ruleset-engine.ts'
import { defineRule, type Registry } from '../rule.ts'

const registry: Registry = {
  rules: [
    {
      category: 'a',
      rule: defineRule({
        id: 'no-plain',
        title: 'Plain.',
        why: 'It matters.',
        fix: 'Mend it.',
        presets: {},
        formats: ['oas'],
        references: { owasp: [], cwe: [], controls: [] },
        select: 'operation',
        check() {},
        examples: { bad: [], good: [] },
      }),
    },
  ],
  presets: [{ name: 'recommended', rules: {} }],
}

const API = `openapi: 3.1.0
info: { title: Shop }
servers:
  - url: https://api.example.com
  - url: /v2
security:
  - token: [read]
paths:
  /orders:
    get:
      operationId: listOrders
      tags: [b, a]
      summary: List orders
    post:
      operationId: CreateOrder
      security: []
  /users:
    $ref: '#/components/pathItems/Users'
components:
  pathItems:
    Users:
      delete:
        x-owner: team-a
  securitySchemes:
    token: { type: oauth2, flows: { clientCredentials: { tokenUrl: https://a.example/t, scopes: { read: r } } } }
`

async function run(
  config: string,
  more: Readonly<Record<string, string>> = {},
  request: Partial<LintRequest> = {},
): Promise<Report> {
  const files = { 'api.yaml': API, 'specward.yaml': config, ...more }
  return lint(
    {
      documents: [{ uri: `${ROOT}api.yaml`, named: true }],
      registry,
      version: '1',
      workingDirectory: ROOT,
      ...request,
    },
    memoryHost(files),
  )
}

async function found(rules: string): Promise<readonly string[]> {
  const { findings } = await run(`rules:\n${rules}`)
  return findings.map(
    ({ ruleId, severity, message, range }) => `${range.start.line} ${severity} ${ruleId} ${message}`,
  )
}

async function wrong(
  config: string,
  more: Readonly<Record<string, string>> = {},
): Promise<readonly string[]> {
  try {
    await run(config, more)
    return []
  } catch (error) {
    if (!(error instanceof ConfigurationFailure)) throw error
    return error.errors.map(({ line, message }) => `${line} ${message}`)
  }
}

describe('a rule with `select`', () => {
  it('asks for facts that stand nowhere in the description', async () => {
    const rule = `  writes:
    select: operation
    where: { isSafe: false }
    then: { field: effectiveSecurity, function: enumeration, functionOptions: { values: [required] } }
    severity: error
    message: '\`{{label}}\` is {{value}}'
`
    expect(await found(rule)).toEqual(['16 error writes `POST /orders` is "public"'])
  })

  it('points at the operation and names the cause where the answer is inherited', async () => {
    const { findings } = await run(`rules:
  none:
    select: operation
    where: { method: get }
    then: { field: isPublic, function: truthy }
`)
    expect(findings.map(({ pointer, cause, operations }) => [pointer, cause?.pointer, operations])).toEqual([
      ['/paths/~1orders/get', '/security', ['GET /orders']],
    ])
  })

  it('asks for keywords, and misses them at the key of what lacks them', async () => {
    expect(await found('  sum: { select: operation, then: { field: summary, function: truthy } }\n')).toEqual(
      [
        '14 warn sum `POST /orders`: "summary" property must be truthy',
        '22 warn sum `DELETE /users`: "summary" property must be truthy',
      ],
    )
  })

  it('asks for extensions, and for what is below a keyword', async () => {
    const rules = `  owner: { select: operation, then: { field: x-owner, function: undefined } }
  title: { select: document, then: { field: info.title, function: pattern, functionOptions: { match: ^A } } }
`
    expect(await found(rules)).toEqual([
      '2 warn title `Shop`: "Shop" must match the pattern "^A"',
      '23 warn owner `DELETE /users`: "x-owner" property must be undefined',
    ])
  })

  it('asks for keys, several things at once, and the order of a list', async () => {
    const rules = `  keys: { select: operation, then: { field: '@key', function: length, functionOptions: { max: 10 } } }
  two:
    select: operation
    where: { method: get }
    then:
      - { field: tags, function: alphabetical }
      - { function: xor, functionOptions: { properties: [summary, hasRequestBody] } }
`
    expect(await found(rules)).toEqual([
      '10 warn two `GET /orders`: Just one of "summary" and "hasRequestBody" must be defined',
      '11 warn keys `GET /orders`: must be shorter than 10',
      '12 warn two `GET /orders`: "b" must be placed after "a"',
      '15 warn keys `POST /orders`: must be shorter than 10',
    ])
  })

  it('asks every item of a fact that is a list, and takes one without items for absent', async () => {
    const rules = `  types: { select: operation, then: { field: securityTypes, function: enumeration, functionOptions: { values: [http] } } }
  some: { select: operation, where: { method: post }, then: { field: scopes, function: truthy } }
  no: { select: operation, where: { method: post }, then: { function: or, functionOptions: { properties: [scopes, requestTypes] } } }
`
    expect(await found(rules)).toEqual([
      '10 warn types `GET /orders`: "oauth2" must be equal to one of the allowed values: "http"',
      '14 warn no `POST /orders`: At least one of "scopes" or "requestTypes" must be defined',
      '16 warn some `POST /orders`: "scopes" property must be truthy',
      '22 warn types `DELETE /users`: "oauth2" must be equal to one of the allowed values: "http"',
    ])
  })

  it('asks every item of a keyword by `*`', async () => {
    const rules = `  tags: { select: operation, then: { field: tags.*, function: enumeration, functionOptions: { values: [a] } } }
  urls: { select: document, then: { field: servers.*.url, function: pattern, functionOptions: { match: ^https } } }
`
    expect(await found(rules)).toEqual([
      '5 warn urls `Shop`: "/v2" must match the pattern "^https"',
      '12 warn tags `GET /orders`: "b" must be equal to one of the allowed values: "a"',
    ])
  })

  it('takes the description for the message', async () => {
    const rule = `  ids: { select: operation, description: Ids are camel case., then: { field: operationId, function: casing, functionOptions: { type: camel } } }\n`
    expect(await found(rule)).toEqual(['15 warn ids Ids are camel case.'])
  })

  it('leaves undecided what the description cannot tell', async () => {
    const { undecided, rules } = await run(`rules:
  tls: { select: server, then: { field: transport, function: enumeration, functionOptions: { values: [tls] } } }
`)
    expect(undecided.map(({ because, range }) => [range.start.line, because])).toHaveLength(1)
    expect(rules).toEqual([expect.objectContaining({ id: 'tls', judged: 1, undecided: 1, notApplicable: 0 })])
  })

  it('is told of when `where` leaves out all that there is', async () => {
    const rule = (path: string): string =>
      `rules:\n  mine:\n    select: operation\n    where: { path: ${path} }\n    then: { field: tags, function: defined }`
    expect((await run(rule('/order'))).notices).toMatchObject([
      { code: 'where-unmatched', severity: 'info', file: 'specward.yaml', range: { start: { line: 2 } } },
    ])
    expect((await run(rule('/orders'))).notices).toEqual([])
  })

  it('counts what `where` leaves out as not applicable', async () => {
    const { rules } = await run(
      'rules: { get: { select: operation, where: { method: [get] }, then: { function: truthy } } }',
    )
    expect(rules).toEqual([expect.objectContaining({ id: 'get', judged: 1, notApplicable: 2 })])
  })

  it('is for the formats that it names', async () => {
    const rule = '{ select: operation, formats: [oas2], then: { field: summary, function: truthy } }'
    const { findings, problems } = await run(`rules: { old: ${rule} }`)
    expect([findings, problems.map(({ code }) => code)]).toEqual([[], ['nothing-judged']])
  })

  it('has a fingerprint for each thing that is wrong', async () => {
    const { findings } = await run(`rules:
  both: { select: operation, then: [{ field: tags, function: truthy }, { field: summary, function: truthy }] }
`)
    expect(new Set(findings.map(({ fingerprint }) => fingerprint)).size).toBe(4)
  })

  it('can be set by overrides, and by who extends its file', async () => {
    const base = 'rules: { sum: { select: operation, then: { field: summary, function: truthy } } }'
    const config = `extends: [./base.yaml]
rules: { sum: error }
overrides: [{ pointers: [/paths/~1orders], rules: { sum: off } }]
locked: { rules: [sum] }
`
    const { findings, policy } = await run(config, { 'base.yaml': base })
    expect(findings.map(({ severity, pointer }) => [severity, pointer])).toEqual([
      ['error', '/components/pathItems/Users/delete'],
    ])
    const other = await run(config, { 'base.yaml': base.replace('summary', 'description') })
    expect(other.policy.digest).not.toBe(policy.digest)
  })

  it('fails the run by its severity', async () => {
    const rule =
      'rules: { sum: { select: operation, severity: 0, then: { field: summary, function: truthy } } }'
    expect(exitCode(await run(rule))).toBe(1)
  })

  it('ends with a problem where its regular expression does not', async () => {
    const host = { ...memoryHost({ 'api.yaml': API, 'specward.yaml': SLOW }), watch: () => false }
    const documents = [{ uri: `${ROOT}api.yaml`, named: true }]
    const report = await lint({ documents, registry, version: '1', workingDirectory: ROOT }, host)
    expect(report.problems.map(({ code }) => code)).toEqual(['rule-timeout'])
    expect(exitCode(report)).toBe(3)
  })
})

const SLOW = `rules:
  slow: { select: operation, then: { field: operationId, function: pattern, functionOptions: { match: '^(a|a)*$' } } }
`

/** An engine that takes what it is given, and knows one schema. */
const engine: RulesetEngine & { readonly asked: RulesetReference[] } = {
  asked: [],
  async load({ rulesets }) {
    this.asked.push(...rulesets)
    const finish = () => []
    const judge = async () => NOTHING_FOREIGN
    return { sources: [], digest: '', files: [], rules: [], problems: [], judge, finish }
  },
  async schemaFunction() {
    return {
      judge: (value, property) => (value === 'x' ? [] : [{ message: `${property} is no x`, path: ['1'] }]),
      fault: (options) => (JSON.stringify(options).includes('wrong') ? 'it is wrong' : undefined),
    }
  },
}

describe('rules that the engine of rulesets has a part in', () => {
  const withEngine = (config: string) => run(config, {}, { rulesetEngine: async () => engine })

  it('are handed over as a ruleset, with places as in the file', async () => {
    await withEngine(`aliases: { Paths: [$.paths] }
rules:
  mine: { given: '#Paths', then: { function: truthy } }
  sum: { select: operation, then: { field: summary, function: truthy } }
`)
    const [{ then: _, ...given }] = [JSON.parse('{ "given": "#Paths", "then": 1 }')]
    expect(engine.asked).toMatchObject([
      { path: [], definition: { aliases: { Paths: ['$.paths'] }, rules: { mine: given } } },
    ])
    expect(engine.asked).not.toMatchObject([{ definition: { rules: { sum: {} } } }])
  })

  it('judge by JSON Schema', async () => {
    const rule = (schema: string) =>
      `rules:
  tags:
    select: operation
    where: { method: get }
    then:
      field: tags
      function: schema
      functionOptions: { schema: ${schema} }
`
    const { findings } = await withEngine(rule('{ contains: {} }'))
    expect(findings.map(({ message, pointer }) => [message, pointer])).toEqual([
      ['`GET /orders`: tags is no x', '/paths/~1orders/get/tags/1'],
    ])
    await expect(withEngine(rule('{ type: wrong }'))).rejects.toMatchObject({
      errors: [{ line: 8, message: 'This cannot be judged by: it is wrong.' }],
    })
    expect(await wrong(rule('{}'))).toEqual([
      '8 This cannot be judged by: nothing is there that knows JSON Schema.',
    ])
  })
})

describe('a rule that is written wrongly', () => {
  const rule = (text: string): string => `rules:\n  mine:\n${text.replace(/^/gm, '    ')}\n`

  it.each([
    [
      'a concept',
      'select: opration\nthen: { function: truthy }',
      '3 Unknown concept `opration`. Did you mean `operation`?',
    ],
    [
      'a field',
      'select: operation\nthen: { field: effectiveSecurty, function: truthy }',
      '4 Unknown field of `operation` `effectiveSecurty`. Did you mean `effectiveSecurity`?',
    ],
    [
      'a function',
      'select: operation\nthen: { field: tags, function: truty }',
      '4 Unknown function `truty`. Did you mean `truthy`?',
    ],
    [
      'an option',
      'select: operation\nthen:\n  field: path\n  function: pattern\n  functionOptions: { matsch: a }',
      '7 Unknown key `matsch`. Did you mean `match`?',
    ],
    [
      'a value that a fact never has',
      'select: operation\nthen: { field: effectiveSecurity, function: enumeration, functionOptions: { values: [requird] } }',
      '4 Unknown value of `effectiveSecurity` `requird`. Did you mean `required`?',
    ],
    [
      'a condition',
      'select: operation\nwhere: { methd: get }\nthen: { function: truthy }',
      '4 Unknown field of `operation` `methd`. Did you mean `method`?',
    ],
    [
      'a value that is usual, nearly',
      'select: operation\nwhere: { method: POST }\nthen: { function: truthy }',
      '4 Unknown value of `method` `POST`. Did you mean `post`?',
    ],
    [
      'a number where a fact is a text',
      'select: operation\nwhere: { statuses: 200 }\nthen: { function: truthy }',
      "4 `statuses` must be a text: write `'200'`, in quotes, not `200`.",
    ],
    [
      'a key of what a rule with `given` asks',
      'given: $.paths\nthen: { filed: x-owner, function: truthy }',
      '4 Unknown key `filed`. Did you mean `field`?',
    ],
    [
      'a placeholder',
      "select: operation\nmessage: '{{lable}}'\nthen: { function: truthy }",
      '4 Unknown placeholder `lable`. Did you mean `label`?',
    ],
    [
      'a key',
      'select: operation\nserverity: warn\nthen: { function: truthy }',
      '4 Unknown key `serverity`. Did you mean `severity`?',
    ],
    [
      'a format',
      'select: operation\nformats: [oas4]\nthen: { function: truthy }',
      '4 Unknown format `oas4`. Did you mean `oas`?',
    ],
    [
      'a regular expression',
      "select: operation\nthen: { field: path, function: pattern, functionOptions: { match: '(' } }",
      '4 `match` is no regular expression: /(/: Unterminated group.',
    ],
    [
      'what is no fact to go below',
      'select: operation\nthen: { field: effectiveSecurity.kind, function: truthy }',
      '4 `effectiveSecurity` is a single value: there is nothing below it.',
    ],
    [
      'nothing to judge',
      'then: { function: truthy }',
      '2 `mine` judges nothing: give it `select` with a concept, or `given` with JSONPath.',
    ],
    [
      'two ways to say what it judges',
      'select: operation\ngiven: $\nthen: { function: truthy }',
      '2 `mine` has both `select` and `given`; leave one of them.',
    ],
  ])('is told of at its line: %s', async (_, text, message) => {
    const errors = await wrong(rule(text))
    expect(errors[0]?.replace(/ Known here.*/, '')).toBe(message)
    expect(errors).toHaveLength(1)
  })

  it('cannot have the id of one that is there, here or elsewhere', async () => {
    const mine = '{ select: operation, then: { function: truthy } }'
    expect(await wrong(`rules:\n  no-plain: ${mine}`)).toEqual([
      '2 Specward has a rule `no-plain` of its own. Give this one another name.',
    ])
    const errors = await wrong(`extends: [./base.yaml]\nrules:\n  mine: ${mine}`, {
      'base.yaml': `rules:\n  mine: ${mine}`,
    })
    expect(errors[0]).toMatch(/^2 The rule `mine` is defined twice: here and in specward.yaml:3\./)
  })

  it('cannot be defined in an override', async () => {
    const override = '{ files: [a.yaml], rules: { mine: { select: operation, then: { function: truthy } } } }'
    expect(await wrong(`overrides: [${override}]`)).toEqual([
      '1 `mine` cannot be defined in an override: define it under `rules`, and set its severity here.',
    ])
  })

  it('is still told apart from a rule that nobody defines', async () => {
    const errors = await wrong(`${rule('select: operation\nthen: { function: truthy }')}  mien: off\n`)
    expect(errors).toEqual(['5 Unknown rule `mien`. Did you mean `mine`?'])
  })
})
