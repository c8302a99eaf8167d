import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { memoryHost } from '../resolve/graph.test-kit.ts'
import { createLoader } from '../source/load.ts'
import { parseSource } from '../source/parse.ts'
import { loadPolicy } from './load.ts'
import { defineRule, type Registry, type Rule } from './rule.ts'
import { configSchema } from './schema.ts'

const base = {
  title: 'Something is wrong.',
  why: 'It matters.',
  fix: 'Mend it.',
  presets: {},
  formats: ['oas3'],
  references: { owasp: [], cwe: [], controls: [] },
  select: 'operation',
  check() {},
  examples: { bad: [], good: [] },
} as const

const REGISTRY: Registry = {
  rules: [
    { category: 'limits', rule: defineRule({ ...base, id: 'no-plain' }) as Rule },
    {
      category: 'limits',
      rule: defineRule({
        ...base,
        id: 'require-limit',
        options: {
          strict: { type: 'boolean', default: false, description: 'Strict.' },
          limit: { type: 'integer', default: 10, minimum: 1, description: 'Limit.' },
          mode: { type: 'string', default: 'all', enum: ['all', 'some'], description: 'Mode.' },
          header: { type: 'string', default: 'X-A', description: 'Header.' },
          names: { type: 'string-list', default: [], description: 'Names.' },
        },
      }) as Rule,
    },
  ],
  presets: [
    { name: 'recommended', rules: { 'no-plain': 'error', 'require-limit': 'warn' } },
    { name: 'strict', rules: { 'no-plain': 'error', 'require-limit': 'error' } },
  ],
}

const withOption = (option: unknown) => ({ rules: { 'require-limit': { options: option } } })
const problem = { code: 'ref-cycle', severity: 'warn', reason: 'Known.' }
const login = { operation: 'POST /login', reason: 'Log in.' }

/** What can be extended. */
const SHARED = {
  'base.yaml': 'extends: []\n',
  'policy/base.yaml': 'extends: []\n',
  'node_modules/@acme/api-policy/package.json': '{}',
  'node_modules/@acme/api-policy/specward.yaml': 'extends: []\n',
  'node_modules/@acme/api-policy/sets/strict.yml': 'extends: []\n',
  'node_modules/api-policy/package.json': '{ "specward": "./policy.json" }',
  'node_modules/api-policy/policy.json': '{ "extends": [] }',
}

/** `then` of a rule: written so, because nothing here is a promise. */
const asks = (value: unknown) => Object.fromEntries([['then', value]])
const own = (rule: object) => ({ rules: { mine: rule } })
const picky = {
  select: 'operation',
  ...asks({ field: 'effectiveSecurity', function: 'enumeration', functionOptions: { values: ['required'] } }),
}

const exception = { rule: 'no-plain', reason: 'Legacy.', owner: 'Jane', expires: '2028-02-29' }
const override = { files: ['legacy/**', '!legacy/new/**'], rules: { 'no-plain': 'warn' } }
const placed = { pointers: ['/paths/~1admin', '/paths/*/get'], rules: { 'no-plain': 'off' } }

const GOOD: readonly unknown[] = [
  { extends: ['./base.yaml', './policy/base.yaml'] },
  { extends: ['@acme/api-policy', '@acme/api-policy/sets/strict.yml', 'api-policy'] },
  { policy: { allowedIssuers: ['login.example.com', '*.example.com'] } },
  { policy: { adminWords: ['backoffice'], publicInDescription: false } },
  { policy: { gateway: { authentication: 'Kong.', rateLimits: 'Kong.', tls: 'The load balancer.' } } },
  { overrides: [] },
  { overrides: [override, { ...override, policy: { adminWords: ['staff'] }, reason: 'Old.' }] },
  { overrides: [{ files: ['a/*.yaml'], policy: {} }] },
  { overrides: [placed, { ...placed, files: ['a.yaml'], rules: { 'no-plain': { severity: 'hint' } } }] },
  { locked: { rules: ['*'] } },
  { locked: { rules: ['no-plain'], settings: ['failOn', 'policy.gateway'], noExceptions: ['*', 'refs'] } },
  { exceptions: [] },
  { waivers: {} },
  { waivers: { stale: 'warn', longest: 90, endsSoon: 0, approval: 'required' } },
  { waivers: { longest: { error: 30, hint: 1 }, forbid: ['no-plain', '*'], forbidInline: [] } },
  { exceptions: [exception, { ...exception, approver: 'Ciso', ticket: 'SEC-1', files: ['legacy/**'] }] },
  { exceptions: [{ setting: 'failOn', reason: 'Now.', owner: 'Jane', expires: '2027-12-31' }] },
  null,
  {},
  { extends: [] },
  { extends: ['specward:strict', 'specward:recommended'] },
  { rules: {} },
  { rules: { 'no-plain': 'off', 'require-limit': { severity: 'hint' } } },
  withOption({}),
  withOption({ strict: true, limit: 1, mode: 'some', header: 'X-B', names: ['a', 'b'] }),
  { policy: {} },
  { policy: { publicOperations: [login, { ...login, operation: 'GET /public/*' }] } },
  { policy: { allowedHosts: ['api.example.com', '*.example.com', 'localhost', '[::1]', '10.0.0.1'] } },
  { policy: { sensitiveNames: { credential: ['a'], personal: [], financial: ['b c'] } } },
  { refs: { allow: ['schemas.example.com'] } },
  { refs: {} },
  { problems: [problem, { ...problem, files: 'legacy/**/*.yaml' }] },
  { failOn: 'never' },
  own({ select: 'operation', ...asks({ function: 'truthy' }) }),
  own({ select: 'operation', ...asks([{ field: 'tags', function: 'truthy' }]), severity: 0 }),
  own({ ...picky, where: { method: ['post', 'put'], isSafe: false, 'x-internal': true } }),
  own({
    ...picky,
    formats: ['oas3', 'oas3_1'],
    message: '{{label}}: {{error}}',
    documentationUrl: 'https://a.example',
  }),
  own({
    ...picky,
    ...asks({ field: 'info.title', function: 'casing', functionOptions: { type: 'camel' } }),
    select: 'document',
  }),
  own({ ...picky, ...asks({ field: 'x-owner', function: 'pattern', functionOptions: { match: '^a' } }) }),
  own({ ...picky, ...asks({ field: '@key', function: 'length', functionOptions: { max: 30 } }) }),
  own({ ...picky, ...asks({ function: 'or', functionOptions: { properties: ['summary', 'description'] } }) }),
  own({
    select: 'string',
    ...asks({ field: 'value', function: 'pattern', functionOptions: { notMatch: 'a' } }),
  }),
  { ...own({ given: '#Paths', ...asks({ function: 'truthy' }) }), aliases: { Paths: ['$.paths'] } },
]

const BAD: readonly unknown[] = [
  { waivers: { stale: 'info' } },
  { waivers: { longest: 0 } },
  { waivers: { longest: { fatal: 30 } } },
  { waivers: { longest: '30d' } },
  { waivers: { endsSoon: -1 } },
  { waivers: { approval: true } },
  { waivers: { inline: false } },
  { overrides: [{ files: ['a'], waivers: { stale: 'warn' }, rules: {} }] },
  { extends: ['base.yaml'] },
  { extends: ['./base'] },
  { extends: ['/etc/specward.yaml'] },
  { extends: ['https://example.com/specward.yaml'] },
  { extends: ['@acme'] },
  { extends: ['@acme/api-policy/../../x.yaml'] },
  { extends: ['.\\base.yaml'] },
  { policy: { allowedIssuers: ['https://login.example.com'] } },
  { policy: { adminWords: [''] } },
  { policy: { gateway: { authentication: true } } },
  { policy: { gateway: { tls: '' } } },
  { policy: { gateway: { waf: 'Kong.' } } },
  { policy: { publicInDescription: 'no' } },
  { overrides: {} },
  { overrides: [{}] },
  { overrides: [{ rules: { 'no-plain': 'warn' } }] },
  { overrides: [{ files: ['a/**'] }] },
  { overrides: [{ ...override, files: [] }] },
  { overrides: [{ ...override, files: 'a/**' }] },
  { overrides: [{ ...override, files: ['!a/**'] }] },
  { overrides: [{ ...override, files: ['/a'] }] },
  { overrides: [{ ...override, failOn: 'never' }] },
  { overrides: [{ ...override, problems: [] }] },
  { overrides: [{ ...override, reason: '' }] },
  { overrides: [{ ...placed, pointers: [] }] },
  { overrides: [{ ...placed, pointers: ['#/paths'] }] },
  { overrides: [{ ...placed, pointers: [''] }] },
  { overrides: [{ ...placed, pointers: ['/paths/~2'] }] },
  { overrides: [{ ...placed, policy: { adminWords: ['a'] } }] },
  { overrides: [{ ...placed, rules: { 'require-limit': { severity: 'warn', options: { limit: 3 } } } }] },
  { locked: {} },
  { locked: { noExceptions: ['*'] } },
  { locked: { rules: '*' } },
  { locked: { settings: ['policy.adminWords'] } },
  { exceptions: {} },
  { exceptions: [{ ...exception, rule: '*' }] },
  { exceptions: [{ ...exception, setting: 'failOn' }] },
  { exceptions: [{ reason: 'Legacy.', owner: 'Jane', expires: '2028-02-29' }] },
  { exceptions: [{ rule: 'no-plain', owner: 'Jane', expires: '2028-02-29' }] },
  { exceptions: [{ rule: 'no-plain', reason: 'Legacy.', expires: '2028-02-29' }] },
  { exceptions: [{ rule: 'no-plain', reason: 'Legacy.', owner: 'Jane' }] },
  { exceptions: [{ ...exception, expires: '2027-02-29' }] },
  { exceptions: [{ ...exception, expires: '2100-02-29' }] },
  { exceptions: [{ ...exception, expires: '2027-04-31' }] },
  { exceptions: [{ ...exception, expires: '2027-13-01' }] },
  { exceptions: [{ ...exception, expires: '31.12.2027' }] },
  { exceptions: [{ ...exception, expires: 20271231 }] },
  { exceptions: [{ ...exception, owner: ' ' }] },
  { exceptions: [{ ...exception, files: [] }] },
  { exceptions: [{ ...exception, until: '2027-01-01' }] },
  [],
  'x',
  3,
  false,
  { rulez: {} },
  { extends: 'specward:strict' },
  { extends: ['strict'] },
  { extends: ['specward:nothing'] },
  { extends: [3] },
  { extends: null },
  { rules: null },
  { rules: [] },
  { rules: { 'no-plain': 'fatal' } },
  { rules: { 'no-plain': false } },
  { rules: { 'no-plain': null } },
  { rules: { 'no-plain': {} } },
  { rules: { 'no-plain': { severity: 'fatal' } } },
  { rules: { 'no-plain': { severity: 'warn', extra: 1 } } },
  { rules: { 'no-plain': { options: { limit: 1 } } } },
  { rules: { 'no-plain': ['warn'] } },
  withOption([]),
  withOption({ limt: 1 }),
  withOption({ strict: 'true' }),
  withOption({ limit: 0 }),
  withOption({ limit: 1.5 }),
  withOption({ limit: '1' }),
  withOption({ mode: 'none' }),
  withOption({ header: '' }),
  withOption({ header: 1 }),
  withOption({ names: 'a' }),
  withOption({ names: ['a', 1] }),
  withOption({ names: [' '] }),
  { policy: [] },
  { policy: { publicOperation: [] } },
  { policy: { publicOperations: {} } },
  { policy: { publicOperations: ['POST /login'] } },
  { policy: { publicOperations: [{ operation: 'POST /login' }] } },
  { policy: { publicOperations: [{ reason: 'Log in.' }] } },
  { policy: { publicOperations: [{ ...login, until: '2030-01-01' }] } },
  { policy: { publicOperations: [{ ...login, reason: '  ' }] } },
  { policy: { publicOperations: [{ ...login, operation: '*' }] } },
  { policy: { publicOperations: [{ ...login, operation: '* /*' }] } },
  { policy: { publicOperations: [{ ...login, operation: 'GET //*' }] } },
  { policy: { publicOperations: [{ ...login, operation: '* *e*' }] } },
  { policy: { allowedHosts: 'api.example.com' } },
  { policy: { allowedHosts: ['https://api.example.com'] } },
  { policy: { allowedHosts: ['api.example.com:443'] } },
  { policy: { allowedHosts: ['*'] } },
  { policy: { allowedHosts: ['api.*.com'] } },
  { policy: { allowedHosts: [''] } },
  { policy: { sensitiveNames: { secret: [] } } },
  { policy: { sensitiveNames: { personal: [1] } } },
  { policy: { sensitiveNames: { personal: [''] } } },
  { refs: { allow: ['*.example.com'] } },
  { refs: { allow: 'example.com' } },
  { refs: { deny: [] } },
  { problems: {} },
  { problems: [{ code: 'ref-cycle', severity: 'warn' }] },
  { problems: [{ ...problem, code: 'ref-loop' }] },
  { problems: [{ ...problem, severity: 'off' }] },
  { problems: [{ ...problem, reason: '' }] },
  { problems: [{ ...problem, files: '/abs/**' }] },
  { problems: [{ ...problem, files: '!a' }] },
  { problems: [{ ...problem, files: '{a,b}' }] },
  { problems: [{ ...problem, files: '' }] },
  { problems: [{ ...problem, file: 'a' }] },
  { failOn: 'errors' },
  { failOn: 1 },
  own({ select: 'operation' }),
  own({ ...asks({ function: 'truthy' }) }),
  own({ ...picky, select: 'operations' }),
  own({ ...picky, given: '$' }),
  own({ ...picky, severity: 4 }),
  own({ ...picky, severty: 'warn' }),
  own({ ...picky, formats: ['oas4'] }),
  own({ ...picky, message: '' }),
  own({ ...picky, where: { methd: 'get' } }),
  own({ ...picky, where: { kind: 'htp' } }),
  own({ ...picky, where: { isSafe: 'yes' } }),
  own({ ...picky, where: { '@key': 'a' } }),
  own({ ...picky, ...asks([]) }),
  own({ ...picky, ...asks({ field: 'effectiveSecurty', function: 'truthy' }) }),
  own({ ...picky, ...asks({ field: 'tags', function: 'thruthy' }) }),
  own({ ...picky, ...asks({ field: 'tags', function: 'truthy', functionOptions: {} }) }),
  own({ ...picky, ...asks({ field: 'tags', function: 'length', functionOptions: {} }) }),
  own({ ...picky, ...asks({ field: 'tags', function: 'length', functionOptions: { min: '1' } }) }),
  own({ ...picky, ...asks({ field: 'path', function: 'casing', functionOptions: { type: 'title' } }) }),
  own({ ...picky, ...asks({ field: 'path', function: 'pattern', functionOptions: { matches: 'a' } }) }),
  own({ ...picky, ...asks({ function: 'xor', functionOptions: { properties: ['summary'] } }) }),
  { overrides: [{ ...override, rules: own(picky).rules }] },
]

/** What no schema can say, because other files can define rules. */
const BEYOND: readonly unknown[] = [
  { rules: { 'no-such-rule': 'off' } },
  { overrides: [{ ...override, rules: { 'no-such-rule': 'off' } }] },
  { locked: { rules: ['no-such-rule'] } },
  { locked: { rules: ['*'], noExceptions: ['rules'] } },
  { exceptions: [{ ...exception, rule: 'no-such-rule' }] },
  own({ ...picky, ...asks({ field: 'path', function: 'schema', functionOptions: { schema: {} } }) }),
  own({ ...picky, message: '{{labl}}' }),
  own({ ...picky, where: { method: 'gett' } }),
]

const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(configSchema(REGISTRY))

async function isLoaded(config: unknown): Promise<boolean> {
  const file = await parseSource('file:///project/specward.yaml', JSON.stringify(config))
  const root = 'file:///project/'
  const loader = createLoader(memoryHost(SHARED))
  const options = { loader, root, registry: REGISTRY, version: '1', sha256: (text: string) => text }
  return 'policy' in (await loadPolicy({ file, ...options }))
}

describe('the JSON Schema of the configuration', () => {
  it.each(GOOD.map((config) => [JSON.stringify(config), config]))(
    'accepts what the loader accepts: %s',
    async (_, config) => {
      expect(validate(config)).toBe(true)
      expect(await isLoaded(config)).toBe(true)
    },
  )

  it.each(BAD.map((config) => [JSON.stringify(config), config]))(
    'rejects what the loader rejects: %s',
    async (_, config) => {
      expect(validate(config)).toBe(false)
      expect(await isLoaded(config)).toBe(false)
    },
  )

  it.each(BEYOND.map((config) => [JSON.stringify(config), config]))(
    'leaves to the loader what it cannot know: %s',
    async (_, config) => {
      expect(validate(config)).toBe(true)
      expect(await isLoaded(config)).toBe(false)
    },
  )

  it('offers every rule with its title, and its options with their defaults', () => {
    const text = JSON.stringify(configSchema(REGISTRY))
    expect(text).toContain('Something is wrong.')
    expect(text).toContain('"description":"Limit.","default":10')
  })
})
