import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'

import { asSpectral, diskHost, folderWith, good, judge, loadBy, picture } from './ruleset.test-kit.ts'

const CORPUS = fileURLToPath(new URL('../../../../../shared/corpus/rulesets/', import.meta.url))

async function ours(file: string): Promise<unknown> {
  const uri = pathToFileURL(file).href
  const base = new URL('.', uri).href
  const { loaded, captured } = await loadBy({ name: uri, base, by: 'named' }, diskHost(), base, {
    allowScripts: true,
  })
  await judge(good(loaded), 'openapi: 3.1.0\n', `${base}some/of/the/overrides.txt`)
  return captured[0]
}

const RULE = 'given: $.info\n    then: { function: truthy }'

const ODD: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'old names of rules': {
    'r.yaml': `extends: spectral:oas
rules:
  oas3-valid-oas-header-example: off
  oas3-valid-media-example: warn
  oas2-valid-response-example: error
  oas2-valid-definition-example: info
  oas2-valid-parameter-example: error
`,
  },
  'the exceptions of old': {
    'r.yaml': `extends: [[spectral:oas, all]]
except:
  "#/paths/~1a": [operation-tags]
  "one.yaml": [info-contact, info-description]
  "two.yaml#/info": [info-contact]
`,
  },
  'modes and nesting': {
    'r.yaml': `extends:
  - [spectral:oas, off]
  - [./a/b.yaml, all]
  - c.json
rules:
  operation-tags: true
  mine: off
  theirs: { given: $, severity: 3, then: [{ field: a.b, function: pattern, functionOptions: { match: ^a } }] }
`,
    'a/b.yaml': `extends: ../c.json\nformats: [oas3.0, oas2]\nrules:\n  mine:\n    recommended: false\n    ${RULE}\n`,
    'c.json':
      '{ "documentationUrl": "https://example.com/r", "rules": { "theirs": { "given": ["$.a", "$..b"], "message": "m", "then": { "field": "@key", "function": "casing", "functionOptions": { "type": "pascal" } } } } }',
  },
  'names without a dot, seen from the folder at the top': {
    'r.yaml': 'extends: deep/one.yaml\n',
    'deep/one.yaml': 'extends: two.yaml\n',
    'two.yaml': `rules:\n  two:\n    ${RULE}\n`,
  },
  'formats in all their spellings': {
    'r.yaml': `formats: [oas3, oas3.1, oas3_1, oas3.2, aas2, aas2_6, asyncapi2]
aliases:
  Info: [$.info]
  Scoped:
    description: d
    targets:
      - { formats: [oas2], given: [$.swagger] }
      - { formats: [json-schema-draft-2019-09, json-schema-2020-12, json-schema-loose], given: ["#Info.title"] }
rules:
  one:
    formats: [arazzo1.0, aas3_1]
    severity: 0
    ${RULE}
  two:
    given: ["#Scoped", "#Info"]
    severity: -1
    type: style
    tags: [a]
    x-mine: 1
    extensions: { a: 1 }
    resolved: false
    documentationUrl: https://example.com/two
    then: { function: schema, functionOptions: { schema: { type: object } } }
`,
  },
  'overrides and parser options': {
    'r.yaml': `extends: spectral:asyncapi
parserOptions: { duplicateKeys: warn, incompatibleValues: off }
aliases: { A: ["$.a"] }
rules: { asyncapi-tags: hint }
overrides:
  - files: ["**/*.txt"]
    formats: [oas3.1]
    extends: [[./other.yaml, all]]
    parserOptions: { duplicateKeys: 3 }
    aliases: { B: ["#A.b"] }
    rules:
      asyncapi-servers: error
      other: off
      mine: { given: "#A", then: { function: defined } }
  - files: ["none/**"]
    rules: { asyncapi-info: hint, mine: warn }
  - files: ["none/**#/info", "other.yaml#/paths"]
    rules: { asyncapi-info-contact: off, info-contact: off }
`,
    'other.yaml': `rules:\n  other:\n    ${RULE}\n  another:\n    ${RULE}\n`,
  },
  'merge keys, anchors and odd scalars': {
    'r.yaml': `x-base: &base { given: $.info, then: { function: truthy } }
rules:
  one: { <<: *base, severity: off }
  two:
    <<: *base
    message: yes
    then: { function: enumeration, functionOptions: { values: [0x10, 0o7, 1e3, ~, no, "1", 2001-01-01] } }
  "a/b~c": *base
  200: *base
`,
  },
  'functions of its own': {
    'r.yaml': `functions: [one, sub/two]
functionsDir: fns
rules:
  one: { given: $, then: [{ function: one }, { function: two, functionOptions: { a: 1 } }] }
`,
    'fns/one.js': 'export default function first() {}\n',
    'fns/sub/two.js':
      'const { createRulesetFunction } = require("@stoplight/spectral-core")\nmodule.exports = createRulesetFunction({ input: null, options: { type: "object" } }, function second() {})\n',
  },
  'code in what it extends': {
    'r.yaml':
      'extends: [[./code.mjs, all], ./code.cjs, "@stoplight/spectral-owasp-ruleset"]\nrules: { inner: hint }\n',
    'code.mjs': `import { oas3 } from '@stoplight/spectral-formats'
import { truthy } from '@stoplight/spectral-functions'
import { oas } from '@stoplight/spectral-rulesets'
import own from './own.js'
export default { extends: [[oas, 'off']], rules: { inner: { recommended: false, given: '$', formats: [oas3], then: [{ function: truthy }, { function: own }] } } }
`,
    'own.js': 'export default function own(input) {}\n',
    'code.cjs':
      'module.exports = { rules: { plain: { given: "$", then: { function: require("@stoplight/spectral-functions").falsy } } } }\n',
  },
}

describe('The ruleset that is made of a text is the one that Spectral makes', () => {
  it.each(Object.entries(ODD))('for %s', async (_name, files) => {
    const folder = fileURLToPath(folderWith(files))
    await import('node:fs').then(({ symlinkSync }) =>
      symlinkSync(
        fileURLToPath(new URL('../../../../node_modules', import.meta.url)),
        join(folder, 'node_modules'),
      ),
    )
    const file = join(folder, 'r.yaml')
    expect(await ours(file)).toEqual(
      picture((await asSpectral(file)).fromSource(join(folder, 'some/of/the/overrides.txt'))),
    )
  })
})

describe.skipIf(!existsSync(CORPUS))(
  'The ruleset that is made of a file of the corpus (../shared/corpus)',
  () => {
    const files = existsSync(CORPUS)
      ? readdirSync(CORPUS, { recursive: true, encoding: 'utf8' }).filter((name) =>
          /^[^/]+\/\.?[^/]*\.(ya?ml|json|js)$/.test(name),
        )
      : []
    it.each(files)('is the one that Spectral makes: %s', async (name) => {
      const file = join(CORPUS, name)
      const other = join(file, '../some/of/the/overrides.txt')
      const expected = await asSpectral(file).then(
        (ruleset) => picture(ruleset.fromSource(other)),
        () => 'an error',
      )
      // Spectral fails over `asyncapi3`, which it documents
      if (name.startsWith('spectral-migrator-formats-variant-2/'))
        return expect(await ours(file)).toBeDefined()
      const found = await ours(file).catch((error: unknown) => {
        if (expected !== 'an error') throw error
        return 'an error'
      })
      expect(found).toEqual(expected)
    })
  },
)
