import { afterEach, describe, expect, it } from 'vitest'
import { Client } from './client.test-kit.ts'

const REFERENCE_TO_NOTHING = `openapi: 3.1.0
info: { title: Orders, version: 1.0.0 }
paths:
  /orders:
    $ref: '#/components/pathItems/Orders'
components: {}
`

let client: Client

afterEach(() => client.stop())

describe('an editor in the process of its server', () => {
  it('pulls what is found in what it has open', async () => {
    client = await new Client().start()
    await client.open('openapi.yaml', REFERENCE_TO_NOTHING)
    expect(await client.found('openapi.yaml')).toContain('ref-not-found:4')
  })

  it('is sent diagnostics where it cannot pull', async () => {
    client = await new Client({ capabilities: {} }).start()
    await client.open('openapi.yaml', REFERENCE_TO_NOTHING)
    const found = await client.awaitPush('openapi.yaml', (diagnostics) => diagnostics.length > 0)
    expect(found.map(({ code }) => code)).toContain('ref-not-found')
  })
})
