import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { initialPolicy } from '@specward/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { nodeIo } from './io.ts'
import { run } from './main.ts'

const machine = nodeIo()
let cwd = ''

beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'specward-init-'))
  await mkdir(join(cwd, '.git'))
})

afterEach(() => rm(cwd, { recursive: true, force: true }))

async function write(name: string, text: string): Promise<void> {
  await mkdir(dirname(join(cwd, name)), { recursive: true })
  await writeFile(join(cwd, name), text)
}

async function specward(...args: readonly string[]) {
  let [out, err] = ['', '']
  const code = await run({
    ...machine,
    args,
    cwd,
    env: {},
    isTerminal: false,
    errColumns: undefined,
    out: (text) => {
      out += text
    },
    err: (text) => {
      err += text
    },
  })
  return { code, out, err }
}

const policy = (): Promise<string> => readFile(join(cwd, 'specward.yaml'), 'utf8')

const API = `openapi: 3.1.0
info: { title: Orders, version: 1.0.0 }
servers:
  - url: https://api.example.com
  - url: https://orders.example.org/v1
  - url: http://localhost:8080
security: [{ token: [] }]
paths:
  /orders/{id}:
    get: { security: [], responses: { '200': { description: OK } } }
    delete: { security: [], responses: { '204': { description: Gone } } }
  /health:
    get: { security: [], responses: { '200': { description: OK } } }
  /private:
    get: { responses: { '200': { description: OK } } }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
`

/** The policy with the proposals in force, as somebody would edit it. */
function accepted(text: string, reason: string): string {
  const at = text.indexOf('# policy:')
  return (
    text.slice(0, at) +
    text
      .slice(at)
      .replaceAll(/^# /gm, '')
      .replaceAll(/reason:.*$/gm, `reason: ${reason}`)
  )
}

describe('specward init', () => {
  it('writes a configuration that is valid', async () => {
    await write('openapi.yaml', API)
    expect((await specward('init')).code).toBe(0)
    const { code, err } = await specward('lint', '--fail-on', 'never')
    expect([code, err]).toEqual([0, ''])
  })

  it('proposes the hosts of servers that everybody can reach, and reads that are open on purpose', async () => {
    await write('openapi.yaml', API)
    await specward('init')
    const lines = (await policy()).split('\n').filter((line) => /^# +- /.test(line))
    expect(lines).toEqual([
      '#     - operation: GET /orders/{id}',
      '#     - api.example.com',
      '#     - orders.example.org',
    ])
  })

  it('counts no overlay and no workflow as a description, and proposes no public test broker', async () => {
    await write('openapi.yaml', API)
    await write(
      'public.overlay.yaml',
      'overlay: 1.0.0\ninfo: { title: A, version: "1" }\nactions: [{ target: $.info }]\n',
    )
    await write(
      'events.yaml',
      'asyncapi: 3.0.0\ninfo: { title: A, version: "1" }\nservers: { a: { host: test.mosquitto.org, protocol: mqtt } }\n',
    )
    const { out } = await specward('init')
    expect(out).toContain('Found 2 API descriptions (')
    expect(out).not.toContain('public.overlay.yaml')
    expect(await policy()).not.toContain('mosquitto')
  })

  it('proposes what is valid once it has a reason, and not before', async () => {
    await write('openapi.yaml', API)
    await specward('init')
    const text = await policy()
    await write('specward.yaml', accepted(text, 'It is a catalogue.'))
    expect((await specward('lint', '--fail-on', 'never')).err).toBe('')
    await write('specward.yaml', accepted(text, ''))
    expect(await specward('lint')).toMatchObject({
      code: 2,
      err: expect.stringContaining('`reason` must be'),
    })
  })

  it('says how many findings fail the run as things are, and in what', async () => {
    await write('openapi.yaml', API)
    await write('good.yaml', API.replace(/ {4}delete.*\n/, '').replace(/.*localhost.*\n/, ''))
    const { out } = await specward('init')
    const lint = await specward('lint', '--format', 'json')
    const { error } = JSON.parse(lint.out).summary
    expect(error).toBeGreaterThan(0)
    expect(out).toContain(`The run fails today: ${error} error${error === 1 ? '' : 's'} in 1 file.`)
  })

  it('says what cannot be judged', async () => {
    await write(
      'openapi.yaml',
      API.replace('{ token: [] }', "{ token: [] }, { $ref: './no.yaml' }").replace(
        '/private:',
        "/private: { $ref: './no.yaml' }\n  /other:",
      ),
    )
    expect((await specward('init')).out).toMatch(/The run fails today: .*problems? that kept something/)
  })

  it('does not replace a configuration unless it is told to', async () => {
    await write('specward.yaml', 'failOn: warn\n')
    expect(await specward('init')).toMatchObject({ code: 2, err: expect.stringContaining('--force') })
    expect(await policy()).toBe('failOn: warn\n')
    expect((await specward('init', '--force')).code).toBe(0)
    expect(await policy()).toContain('failOn: error\n')
  })

  it('replaces a configuration that is not valid, too', async () => {
    await write('openapi.yaml', API)
    await write('specward.yaml', 'nonsense: true\n')
    expect((await specward('init', '--force')).code).toBe(0)
  })

  it('names another configuration that is not valid, and writes nothing', async () => {
    await write('services/openapi.yaml', API)
    await write('services/specward.yaml', 'nonsense: true\n')
    expect(await specward('init')).toMatchObject({
      code: 2,
      err: expect.stringContaining('services/specward.yaml'),
    })
    await expect(policy()).rejects.toThrow()
  })

  it.each(['specward', 'specward-workspace/packages/cli'])(
    'tells editors of the schema where it is installed in node_modules/%s',
    async (folder) => {
      const path = `node_modules/${folder}/rulesets/specward.schema.json`
      await write(path, '{}')
      await specward('init')
      expect((await policy()).split('\n')[0]).toBe(`# yaml-language-server: $schema=${path}`)
    },
  )

  it('leaves Spectral its configuration', async () => {
    await write('.spectral.yaml', 'extends: spectral:oas\n')
    expect((await specward('init')).out).toContain('`.spectral.yaml` stays')
  })
})

describe('the proposals', () => {
  const text = (publicReads: readonly string[], hosts: readonly string[] = []): string =>
    initialPolicy({ publicReads: new Set(publicReads), hosts: new Set(hosts) }, undefined)

  it('are left out where a name could break out of its line', () => {
    const names = ['GET /a\nrules: {}', 'GET /b\u2028rules: {}', 'GET /c']
    expect(text(names).match(/operation: .*/g)).toEqual(['operation: GET /c'])
  })

  it('are quoted where YAML would read something else', () => {
    expect(text(["GET /a: 'b' #c"])).toContain(`operation: "GET /a: 'b' #c"`)
    expect(text([], ['localhost', '10.0'])).toMatch(/- "10\.0"\n# +- "localhost"\n/)
  })

  it('are no more than anybody reads', () => {
    const hosts = Array.from({ length: 25 }, (_, index) => `api${index}.example.com`)
    expect(text([], hosts)).toContain('# and 5 more')
  })
})
