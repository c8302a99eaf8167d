import { afterEach, describe, expect, it } from 'vitest'
import { Client, FOLDER } from '../client.test-kit.ts'
import { ONE_RULE, OPEN_DELETE, PATH_ITEM, referring } from '../fixtures.test-kit.ts'

let client: Client

afterEach(() => client.stop())

describe('the descriptions of a workspace', () => {
  it('are all judged when they are found while an open part of one is looked up', async () => {
    let find = (_: readonly string[]): void => undefined
    const found = new Promise<readonly string[]>((done) => {
      find = done
    })
    const names = ['api.yaml', 'other.yaml', 'third.yaml']
    client = await new Client({
      files: {
        'specward.yaml': ONE_RULE,
        'api.yaml': referring('item.yaml'),
        'item.yaml': PATH_ITEM,
        'other.yaml': OPEN_DELETE,
        'third.yaml': OPEN_DELETE,
      },
      options: { descriptions: () => found },
    }).start()
    const pull = client.workspacePull()
    await client.open('item.yaml')
    await client.until(() => client.told.some(({ params }) => JSON.stringify(params).includes('"ready"')))
    for (let turn = 0; turn < 20; turn++) await new Promise((done) => setImmediate(done))
    find(names.map((name) => FOLDER + name))
    await pull.until(({ reports }) =>
      ['other.yaml', 'third.yaml'].every((name) => reports.has(FOLDER + name)),
    )
    expect(pull.of(`${FOLDER}third.yaml`)).toHaveLength(1)
  })
})
