import { symlinkSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

import { diskHost, folderWith, good, loadBy } from './ruleset.test-kit.ts'

// T8: code that nobody allowed

const RULES =
  'module.exports = { rules: { a: { given: "$", then: { function: require("@stoplight/spectral-functions").truthy } } } }\n'
const INSTALLED = {
  'node_modules/@stoplight/some/package.json':
    '{ "name": "@stoplight/some", "main": "rules.js", "dependencies": { "@stoplight/spectral-functions": "1" } }\n',
  'node_modules/@stoplight/some/rules.js': RULES,
}

async function problemsOf(files: Readonly<Record<string, string>>, link?: readonly [string, string]) {
  const folder = folderWith(files)
  if (link) symlinkSync(link[0], fileURLToPath(new URL(link[1], folder)))
  const { loaded } = await loadBy(
    { name: './deep/.spectral.yaml', base: folder, by: 'discovered' },
    diskHost(),
    folder,
  )
  return good(loaded).problems.map(({ code }) => code)
}

describe('Code in a folder that is called like a package of the makers of Spectral', () => {
  it.each(['"@stoplight/some"', '../node_modules/@stoplight/some/rules.js'])(
    'runs when it is installed where packages are looked for: %s',
    async (name) => {
      expect(await problemsOf({ ...INSTALLED, 'deep/.spectral.yaml': `extends: ${name}\n` })).toEqual([])
    },
  )

  it('does not run from somewhere else', async () => {
    const files = {
      'deep/.spectral.yaml': 'extends: ./docs/node_modules/@stoplight/evil.js\n',
      'deep/docs/node_modules/@stoplight/evil.js': RULES,
    }
    expect(await problemsOf(files)).toEqual(['script-not-allowed'])
  })

  it('does not run for the functions of a text that stands somewhere else', async () => {
    const files = {
      'deep/.spectral.yaml': 'extends: ./docs/node_modules/@stoplight/evil.yaml\n',
      'deep/docs/node_modules/@stoplight/evil.yaml':
        'functions: [mine]\nfunctionsDir: ../../..\nrules: { a: { given: $, then: { function: mine } } }\n',
      'deep/mine.js': 'module.exports = () => []\n',
    }
    expect(await problemsOf(files)).toEqual(['script-not-allowed'])
  })

  it('does not run from behind a link', async () => {
    const files = {
      ...INSTALLED,
      'deep/.spectral.yaml': 'extends: ../node_modules/@stoplight/evil.js\n',
      'deep/evil.js': RULES,
    }
    const link = ['../../deep/evil.js', 'node_modules/@stoplight/evil.js'] as const
    expect(await problemsOf(files, link)).toEqual(['script-not-allowed'])
  })
})
