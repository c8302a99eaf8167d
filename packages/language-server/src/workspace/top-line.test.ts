import { expect, it } from 'vitest'
import { Client } from '../client.test-kit.ts'
import { ONE_RULE, OPEN_DELETE } from '../fixtures.test-kit.ts'

it('a line that goes at the top of a document takes nothing with it', async () => {
  const client = await new Client({ files: { 'specward.yaml': ONE_RULE } }).start()
  await client.open('a.yaml', OPEN_DELETE)
  await client.change('a.yaml', OPEN_DELETE.replace('delete', 'get'))
  expect(await client.found('a.yaml')).toEqual([])
  await client.change('a.yaml', `# one more line\n${OPEN_DELETE}`)
  expect(await client.found('a.yaml')).toEqual(['no-anonymous-write:6'])
  await client.change('a.yaml', OPEN_DELETE)
  expect(await client.found('a.yaml')).toEqual(['no-anonymous-write:5'])
  await client.stop()
})
