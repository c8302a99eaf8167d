import { describe, expect, it } from 'vitest'
import { ORDERS } from './fixture.ts'
import { PATIENCE } from './patience.ts'
import { editorOfTests } from './window.ts'

/** A ruleset that is code, and leaves a trace when it runs. */
const RULES = `import { writeFileSync } from 'node:fs'
writeFileSync(new URL('trace.txt', import.meta.url), 'ran')
const judge = (title) => (/team/.test(title) ? [] : [{ message: 'The title names no team.' }])
export default { rules: { 'title-names-team': { given: '$.info.title', then: { function: judge } } } }
`

const PROJECT = {
  ...ORDERS,
  '.spectral.yaml': 'extends: [./rules.mjs]\n',
  'rules.mjs': RULES,
  '.vscode/settings.json': '{ "specward.configPath": "lax.yaml" }\n',
  'lax.yaml': "extends: ['specward:recommended']\nrules: { no-plaintext-server: off }\n",
}

describe('a workspace that nobody has trusted yet', () => {
  const run = editorOfTests({
    'security.workspace.trust.enabled': true,
    'security.workspace.trust.startupPrompt': 'never',
    'security.workspace.trust.banner': 'always',
  })

  it('is reviewed without its scripts and its choice of a configuration, which count once it is trusted', async () => {
    const { bench, read } = await run.open(PROJECT)
    await bench.page.locator('.part.banner', { hasText: 'Restricted Mode' }).waitFor()
    await bench.openFile('openapi.yaml')
    await bench.text.squiggles.first().waitFor()
    await bench.showProblems()
    await bench.problems.row('may not run').first().waitFor()
    await bench.problems.row('no-plaintext-server').waitFor()
    await bench.picture('restricted')
    await expect(read('trace.txt')).rejects.toThrow('ENOENT')

    await bench.command('Workspaces: Manage Workspace Trust')
    await bench.page.locator('.workspace-trust-editor .monaco-button', { hasText: /^Trust$/ }).click()
    await bench.showProblems()
    await bench.problems.row('title-names-team').waitFor()
    await bench.problems.row('no-plaintext-server').waitFor({ state: 'detached' })
    await expect.poll(() => bench.problems.row('may not run').count(), PATIENCE).toBe(0)
    await expect.poll(() => read('trace.txt'), PATIENCE).toBe('ran')
  })
})
