import { afterEach, describe, expect, it } from 'vitest'
import { Client } from '../client.test-kit.ts'
import { PATH_ITEM, referring } from '../fixtures.test-kit.ts'

// T18: workspaces that nobody trusts

let client: Client
const URL = 'https://acme.example/item.yaml'
const POLICY = 'extends: []\nrules: { no-anonymous-write: error }\nrefs: { allow: [acme.example] }\n'
const files = { 'specward.yaml': POLICY, 'api.yaml': referring(URL), [URL]: PATH_ITEM }

afterEach(() => client.stop())

describe('what a description refers to on the network', () => {
  it('is read once, and what is found there is told where it is referred to', async () => {
    client = await new Client({ files }).start()
    await client.open('api.yaml')
    const [finding] = await client.diagnostics('api.yaml')
    expect(finding).toMatchObject({
      code: 'no-anonymous-write',
      range: { start: { line: 4, character: 15 } },
      message: expect.stringMatching(/^item\.yaml: /),
    })
    await client.change('api.yaml', `# more\n${referring(URL)}`)
    expect(await client.found('api.yaml')).toEqual(['no-anonymous-write:5'])
    expect(client.reads.filter((uri) => uri === URL)).toHaveLength(1)
  })

  it('is not read in a workspace that is not trusted, until it is', async () => {
    client = await new Client({ files, initializationOptions: { allowScripts: false } }).start()
    await client.open('api.yaml')
    const [problem] = await client.diagnostics('api.yaml')
    expect(problem).toMatchObject({ code: 'ref-unreadable', message: expect.stringContaining('not trusted') })
    await client.connection.sendRequest('specward/report', {})
    expect(client.reads).not.toContain(URL)
    await client.connection.sendNotification('specward/trust', { trusted: true })
    expect(await client.found('api.yaml')).toEqual(['no-anonymous-write:4'])
  })
})
