import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
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

const GOOD: readonly unknown[] = [
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
]

const BAD: readonly unknown[] = [
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
  { rules: { 'no-such-rule': 'off' } },
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
]

const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(configSchema(REGISTRY))

async function isLoaded(config: unknown): Promise<boolean> {
  const file = await parseSource('file:///specward.yaml', JSON.stringify(config))
  return 'policy' in loadPolicy({ file, registry: REGISTRY, version: '1', sha256: (text) => text })
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

  it('offers every rule with its title, and its options with their defaults', () => {
    const text = JSON.stringify(configSchema(REGISTRY))
    expect(text).toContain('Something is wrong.')
    expect(text).toContain('"description":"Limit.","default":10')
  })
})
