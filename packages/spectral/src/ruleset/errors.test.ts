import { describe, expect, it } from 'vitest'

import { errorsOf } from './ruleset.test-kit.ts'

const THEN = 'then: { function: truthy }'

describe('An error of a ruleset is told at its line', () => {
  const cases: Readonly<Record<string, readonly [string, ...string[]]>> = {
    'for a text that is no mapping': ['- rules\n'],
    'for an empty ruleset': ['description: nothing\n'],
    'for an unknown key': [`ruls: {}\nrules:\n  a: { given: $, ${THEN} }\n`],
    'for an unknown key of a rule': [`rules:\n  a:\n    given: $\n    ${THEN}\n    severty: error\n`],
    'for a rule without given': [`rules:\n  a:\n    ${THEN}\n`],
    'for a severity that is none': [`rules:\n  a:\n    given: $\n    ${THEN}\n    severity: fatal\n`],
    'for a severity of a rule that is none': ['extends: spectral:oas\nrules:\n  operation-tags: errr\n'],
    'for a rule that does not exist': ['extends: spectral:oas\nrules:\n  operation-tag: error\n'],
    'for a ruleset that another tool has': ['extends: [[vacuum:oas, off]]\nrules: {}\n'],
    'for an unknown function': [
      'rules:\n  a:\n    given: $\n    then:\n      - function: truthy\n      - function: patern\n',
    ],
    'for a function without a name': ['rules:\n  a:\n    given: $\n    then: { function: 1 }\n'],
    'for a rule without function': ['rules:\n  a:\n    given: $\n    then: { field: a }\n'],
    'for an unknown format': [
      `formats: [oas3, oas4]\nrules:\n  a: { given: $, formats: [asyncapi4], ${THEN} }\n`,
    ],
    'for a format that is no name': [`rules:\n  a: { given: $, formats: [3], ${THEN} }\n`],
    'for formats that are no list': [`rules:\n  a: { given: $, formats: oas3, ${THEN} }\n`],
    'for a given that is no expression': [
      `rules:\n  a:\n    given:\n      - $.info\n      - info\n    ${THEN}\n`,
    ],
    'for an alias that does not exist': [
      `aliases:\n  Info: [$.info]\nrules:\n  a:\n    given: "#Inf"\n    ${THEN}\n`,
    ],
    'for aliases in a circle': [
      `aliases:\n  A: ["#B"]\n  B: ["#A"]\nrules:\n  a:\n    given: "#A"\n    ${THEN}\n`,
    ],
    'for an alias without expressions': [`aliases:\n  A: []\nrules:\n  a: { given: $, ${THEN} }\n`],
    'for a name that an alias cannot have': [`aliases:\n  1A: [$.a]\nrules:\n  a: { given: $, ${THEN} }\n`],
    'for an option that a function does not have': [
      'rules:\n  a:\n    given: $\n    then:\n      function: pattern\n      functionOptions:\n        match: a\n        notMach: b\n',
    ],
    'for an option of the wrong kind': [
      'rules:\n  a:\n    given: $\n    then:\n      function: length\n      functionOptions:\n        min: few\n',
    ],
    'for a value that an option does not have': [
      'rules:\n  a:\n    given: $\n    then:\n      function: casing\n      functionOptions:\n        type: kamel\n',
    ],
    'for options that are missing': ['rules:\n  a:\n    given: $\n    then:\n      function: pattern\n'],
    'for options of a function that takes none': [
      'rules:\n  a:\n    given: $\n    then: { function: truthy, functionOptions: { a: 1 } }\n',
    ],
    'for an unknown built-in ruleset': ['extends:\n  - spectral:oas\n  - spectral:asynapi\n'],
    'for a file that is missing': ['extends: [[./base.yaml, all]]\n'],
    'for an extension that is empty': ["extends: ['']\n"],
    'for URLs that are none': ["extends: ['http://[', 'file://%zz', 'https://exa mple/a.yaml']\n"],
    'for files that cannot be': [
      "extends: ['file:///%zz.js', 'file://host/a.js', '.', \"./\\ud800.yaml\"]\n",
    ],
    'for a package that is missing': ['extends: nowhere-to-be-found\n'],
    'for a name of a built-in ruleset without its prefix': ['extends: oas\n'],
    'for an unknown mode': ['extends: [[spectral:oas, al]]\n'],
    'for an extension that is no name': ['extends: [{ a: 1 }]\n'],
    'for a URL of a host that is not allowed': ['extends: https://example.com/r.yaml\n'],
    'for a file of functions that is missing': [
      `functions: [mine]\nrules:\n  a:\n    given: $\n    then: { function: mine }\n`,
    ],
    'for functions that are no names': [`functions: [1]\nrules:\n  a: { given: $, ${THEN} }\n`],
    'for an override without files': [
      `rules:\n  a: { given: $, ${THEN} }\noverrides:\n  - rules: { a: off }\n`,
    ],
    'for an override of a place that is no severity': [
      `rules:\n  a: { given: $, ${THEN} }\noverrides:\n  - files: ["a.yaml#/info"]\n    rules:\n      a: { given: $, ${THEN} }\n`,
    ],
    'for a type that is none': [`rules:\n  a:\n    given: $\n    type: styl\n    ${THEN}\n`],
    'for a documentation that is no URL': [`documentationUrl: none\nrules:\n  a: { given: $, ${THEN} }\n`],
    'for parser options': [
      `parserOptions:\n  duplicateKeys: no\n  other: 1\nrules:\n  a: { given: $, ${THEN} }\n`,
    ],
    'for text that is no YAML': ['rules: [\n'],
    'in the file that is extended': [
      'extends: ./base.yaml\n',
      'rules:\n  a:\n    given: $\n    then: { function: nope }\n',
    ],
    'for exceptions that are no lists': ['extends: spectral:oas\nexcept:\n  "a.yaml": info-contact\n'],
    'for an old name of a rule that is gone': [
      'extends: spectral:oas\nrules:\n  operation-2xx-response: off\n',
    ],
  }

  it.each(Object.entries(cases))('%s', async (_name, [text, base]) => {
    const files = { '.spectral.yaml': text, ...(base === undefined ? {} : { 'base.yaml': base }) }
    expect(await errorsOf(files)).toMatchSnapshot()
  })
})
