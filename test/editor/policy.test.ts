import { describe, expect, it } from 'vitest'
import { ORDERS } from './fixture.ts'
import { PATIENCE } from './patience.ts'
import { editorOfTests } from './window.ts'

const POLICY = `extends: ['specward:recommended']
rules:
  no-internal-host: warn
`

describe('the policy in the editor', () => {
  const run = editorOfTests()

  it('counts at once while it is written, and says what is wrong with it', async () => {
    const { bench } = await run.open({ ...ORDERS, 'specward.yaml': POLICY })
    await bench.openFile('openapi.yaml')
    await bench.text.squiggles.first().waitFor()
    await bench.showProblems()
    await bench.problems.row('no-anonymous-write').waitFor()

    await bench.openFile('specward.yaml')
    await bench.text.replace('no-internal-host: warn', 'no-anonymous-write: off')
    await bench.problems.row('no-anonymous-write').waitFor({ state: 'detached' })
    await bench.problems.row('no-plaintext-server').waitFor()

    await bench.text.replace('off', 'loud')
    await bench.text.squiggles.first().waitFor()
    await expect
      .poll(() => bench.problems.rows(), PATIENCE)
      .toContainEqual(expect.stringMatching(/loud.*\[Ln 3, Col 23\]$/))
  })

  it('is completed, and told about from the pages of rules', async () => {
    const { bench } = await run.open({ ...ORDERS, 'specward.yaml': POLICY })
    await bench.openFile('openapi.yaml')
    await bench.text.squiggles.first().waitFor()
    await bench.openFile('specward.yaml')
    expect(await bench.text.hover('no-internal-host')).toMatch(/internal/)
    await bench.text.goTo('warn', 'after')
    await bench.page.keyboard.press('Enter')
    await bench.page.keyboard.type('no-plain')
    expect(await bench.text.completions()).toContain('no-plaintext-server')
    await bench.picture('completion')
  })

  it('takes a waiver that is given from the light bulb', async () => {
    const { bench, read } = await run.open(ORDERS)
    await bench.openFile('openapi.yaml')
    await bench.text.squiggles.first().waitFor()
    await bench.showProblems()
    await bench.problems.row('no-anonymous-write').waitFor()
    await bench.openFile('openapi.yaml')
    await bench.text.take('security: []', /^Waive/)
    await bench.answer('Why is it accepted?', 'The gateway asks for a certificate.')
    await bench.answer('Who answers for that?', 'Jane')
    await bench.answer('Last day', '2099-01-31')
    await bench.problems.row('no-anonymous-write').waitFor({ state: 'detached' })
    await expect
      .poll(() => read('specward.waivers.yaml').catch(String), PATIENCE)
      .toMatch(/rule: no-anonymous-write.*The gateway asks for a certificate\..*Jane.*2099-01-31/s)
  })

  it('takes a reason that is written beside a finding', async () => {
    const { bench } = await run.open(ORDERS)
    await bench.openFile('openapi.yaml')
    await bench.text.squiggles.first().waitFor()
    await bench.showProblems()
    await bench.problems.row('no-anonymous-write').waitFor()
    await bench.openFile('openapi.yaml')
    await bench.text.take('security: []', /^Ignore/)
    await bench.answer('Why is it accepted?', 'The gateway asks for a certificate.')
    await bench.problems.row('no-anonymous-write').waitFor({ state: 'detached' })
    expect(await bench.text.lines()).toContainEqual(
      expect.stringMatching(/no-anonymous-write.*The gateway asks for a certificate\./),
    )
  })
})
