import { json, times, yaml } from '../documents.mjs'

const LONG = 'a'.repeat(50)
const STALLED = { exit: 3, code: 'rule-timeout', says: /limits\.ruleTime/, sees: true }
const RULESET = (rule) => `rules:\n  slow:\n    given: $.info.title\n    severity: error\n    then: ${rule}\n`

/** @type {import('../case.mjs').Case[]} */
export const patterns = [
  ...['^(a+)+$', '(a|a)*$', '(.*a){30}$', '^(([a-z])+.)+[A-Z]([a-z])+$', '(?:a|aa|aaa)*$', '(\\w+\\s?)*$'].map((pattern) => ({
    name: `\`${pattern}\` as \`pattern\`, with an example that it stalls on`,
    files: () => ({ 'api.json': json({ components: { schemas: { A: { type: 'string', pattern, example: `${LONG}!`, default: `${LONG}!`, enum: [`${LONG}!`] } } } }) }),
    expected: { exit: 1 },
  })),
  { name: 'a `pattern` of 1 MB', files: () => ({ 'api.json': json({ components: { schemas: { A: { type: 'string', pattern: '(a|b)'.repeat(200_000) } } } }) }), expected: { exit: 1 } },
  { name: 'a `pattern` with 20,000 brackets in each other', files: () => ({ 'api.json': json({ components: { schemas: { A: { type: 'string', pattern: '('.repeat(20_000) + ')'.repeat(20_000) } } } }) }), expected: { exit: 1 } },
  { name: 'a `pattern` that repeats repeats', files: () => ({ 'api.json': json({ components: { schemas: { A: { type: 'string', pattern: '((((((a{1,100}){1,100}){1,100}){1,100}){1,100}){1,100})' } } } }) }), expected: { exit: 1 } },
  { name: '20,000 patterns', files: () => ({ 'api.json': json({ components: { schemas: Object.fromEntries(times(20_000, (at) => [`A${at}`, { type: 'string', pattern: `^(a+)+${at}$` }])) } }) }), expected: { exit: 1 } },
  {
    name: '`^(a+)+$` in the `pattern` function of a ruleset',
    ruleset: '.spectral.yaml',
    files: () => ({ 'api.yaml': yaml().replace('Orders', `${LONG}!`), '.spectral.yaml': RULESET('{ function: pattern, functionOptions: { match: "^(a+)+$" } }') }),
    expected: { exit: 1 },
  },
  {
    name: '`^(a+)+\\1!$` in the `pattern` function of a ruleset: a back reference takes the way out from the engine',
    ruleset: '.spectral.yaml',
    files: () => ({ 'api.yaml': yaml().replace('Orders', `${LONG}!`), '.spectral.yaml': RULESET("{ function: pattern, functionOptions: { match: '^(a+)+\\1b$' } }") }),
    expected: { ...STALLED, sees: true },
  },
  {
    name: 'code in a JSONPath filter of a ruleset',
    ruleset: '.spectral.yaml',
    files: () => ({
      'api.yaml': yaml(),
      '.spectral.yaml': 'rules:\n  code:\n    given: "$..[?(@.constructor.constructor(\'process.stderr.write(`ran code`)\')())]"\n    then: { function: truthy }\n',
    }),
    expected: { exit: 3, code: 'rule-failed', says: /cannot be evaluated/, sees: true },
  },
  {
    name: 'a script that a YAML ruleset extends',
    ruleset: '.spectral.yaml',
    files: () => ({ 'api.yaml': yaml(), '.spectral.yaml': 'extends: [./evil.js]\n', 'evil.js': "process.stderr.write('ran code'); export default { rules: {} }\n" }),
    expected: { exit: 3, code: 'script-not-allowed' },
  },
  {
    name: '`^(a+)+$` in a rule of specward.yaml',
    peers: false,
    files: () => ({ 'api.yaml': yaml().replace('/orders', `/${LONG}!`), 'specward.yaml': `rules:\n  slow-where:\n    select: operation\n    severity: error\n    message: Slow.\n    then: { field: path, function: pattern, functionOptions: { match: '^/(a+)+\\1b$' } }\n` }),
    expected: STALLED,
  },
  {
    name: 'a glob that stalls matchers in specward.yaml',
    peers: false,
    files: () => ({ [`${LONG}.yaml`]: yaml(), 'specward.yaml': `overrides:\n  - files: ["${'*a'.repeat(30)}b.yaml"]\n    rules: { no-anonymous-write: off }\n    reason: Trial.\n` }),
    expected: { exit: 1 },
  },
  {
    name: 'a glob that stalls matchers on the command line',
    peers: false,
    files: () => ({ [`${LONG}.yaml`]: yaml() }),
    args: ['lint', `${'*a'.repeat(30)}b.yaml`, '--format', 'json'],
    expected: { exit: 2, says: /fewer wildcards/ },
  },
  {
    name: 'a line that stalls matchers in .gitignore',
    peers: false,
    files: () => ({ 'api.yaml': yaml(), [`${LONG}.yaml`]: yaml(), '.gitignore': `${'*a'.repeat(30)}b\n${'**/'.repeat(50)}x\n` }),
    args: ['lint', '.', '--format', 'json'],
    expected: { exit: 1 },
  },
]
