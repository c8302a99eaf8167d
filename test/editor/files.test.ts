import { describe, expect, it } from 'vitest'
import { ORDERS } from './fixture.ts'
import { PATIENCE } from './patience.ts'
import { editorOfTests } from './window.ts'

describe('an API in several files', () => {
  const run = editorOfTests()

  it('is judged as a whole, also where its files are not open', async () => {
    const { bench } = await run.open(ORDERS)
    await bench.openFile('openapi.yaml')
    await bench.showProblems()
    await expect
      .poll(() => bench.problems.rows(), PATIENCE)
      .toEqual(
        expect.arrayContaining([
          'openapi.yaml 4',
          expect.stringMatching(/no-anonymous-write \[Ln 29, Col 17\]$/),
          expect.stringMatching(/^order.yaml.* 1$/),
          expect.stringMatching(/no-credential-in-response \[Ln 5, Col 3\]$/),
          expect.stringMatching(/^openapi.yaml \[Ln 23, Col 31\] : .*reaches this file/),
        ]),
      )
    await bench.picture('problems of several files')
  })

  it('is judged anew in all of its files when one of them is written in', async () => {
    const { bench } = await run.open(ORDERS)
    await bench.openFile('schemas/order.yaml')
    await bench.text.squiggles.first().waitFor()
    await bench.showProblems()
    await bench.problems.row('no-credential-in-response').waitFor()
    await bench.openFile('schemas/order.yaml')
    await bench.text.replace('password', 'colour')
    await bench.problems.row('no-credential-in-response').waitFor({ state: 'detached' })
    await bench.problems.row('no-anonymous-write').waitFor()

    await bench.openFile('openapi.yaml')
    await bench.text.replace('schemas/order.yaml', 'schemas/gone.yaml')
    await bench.problems
      .row(/gone\.yaml/)
      .first()
      .waitFor()
  })

  it('is judged anew when a file changes behind the back of the editor', async () => {
    const { bench, write } = await run.open(ORDERS)
    await bench.openFile('openapi.yaml')
    await bench.showProblems()
    await bench.problems.row('no-credential-in-response').waitFor()
    await write({ 'schemas/order.yaml': String(ORDERS['schemas/order.yaml']).replace('password', 'colour') })
    await bench.problems.row('no-credential-in-response').waitFor({ state: 'detached' })
  })
})
