import { describe, expect, it } from 'vitest'
import { EditRefused } from '../source/edit-refused.ts'
import { parseSource } from '../source/parse.ts'
import { newConfiguration, withSeverity } from './edit-config.ts'

async function edited(text: string): Promise<string> {
  return withSeverity(await parseSource('file:///specward.yaml', text), 'no-http', 'off')
}

describe('the severity of a rule in a configuration', () => {
  it.each([
    ['', "rules:\n  no-http: 'off'\n"],
    ['# ours\n', "# ours\nrules:\n  no-http: 'off'\n"],
    ['extends: [specward:strict] # all\n', "extends: [specward:strict] # all\nrules:\n  no-http: 'off'\n"],
    ['rules:\n  no-eval: warn # for now\n', "rules:\n  no-eval: warn # for now\n  no-http: 'off'\n"],
    ['rules:\n  no-http: "warn" # for now\n', 'rules:\n  no-http: "off" # for now\n'],
    ['rules: { no-http: warn }\n', "rules: { no-http: 'off' }\n"],
    ['rules:\n', "rules:\n  no-http: 'off'\n"],
    [
      'rules:\n  no-http:\n    severity: warn\n    options: { a: 1 }\n',
      "rules:\n  no-http:\n    severity: 'off'\n    options: { a: 1 }\n",
    ],
    [
      'rules:\n  no-http:\n    options: { a: 1 }\n',
      "rules:\n  no-http:\n    options: { a: 1 }\n    severity: 'off'\n",
    ],
  ])('is set in %j', async (text, expected) => {
    expect(await edited(text)).toBe(expected)
  })

  it('is not set in a text that cannot be read', async () => {
    await expect(edited('rules: [')).rejects.toThrow(EditRefused)
  })

  it('makes a first configuration', () => {
    expect(newConfiguration(['strict'], 'no-http', 'off')).toBe(
      "extends:\n  - specward:strict\n\nrules:\n  no-http: 'off'\n",
    )
  })
})
