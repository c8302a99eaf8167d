import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Io, nodeIo } from './io.ts'
import { run } from './main.ts'

const machine = nodeIo()
let top = ''

beforeAll(async () => {
  top = await mkdtemp(join(tmpdir(), 'specward-shared-'))
  const files = {
    'project/.git/HEAD': '',
    'project/packages/policy/package.json': '{ "name": "@acme/api-policy" }',
    'project/packages/policy/specward.yaml': 'extends: []\nfailOn: hint\n',
    'project/node_modules/.store/pinned/package.json': '{ "specward": "main.yaml" }',
    'project/node_modules/.store/pinned/main.yaml': 'extends: []\nfailOn: info\n',
    'project/workspace/specward.yaml': "extends: ['@acme/api-policy']\n",
    'project/store/specward.yaml': 'extends: [pinned]\n',
    'project/away/specward.yaml': 'extends:\n  - away\n  - ./link.yaml\n',
    'away/package.json': '{}',
    'away/specward.yaml': 'failOn: never\n',
  }
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(top, name)), { recursive: true })
    await writeFile(join(top, name), text)
  }
  await mkdir(join(top, 'project/node_modules/@acme'))
  await symlink('../../packages/policy', join(top, 'project/node_modules/@acme/api-policy'))
  await symlink('.store/pinned', join(top, 'project/node_modules/pinned'))
  await symlink('../../away', join(top, 'project/node_modules/away'))
  await symlink('../../away/specward.yaml', join(top, 'project/away/link.yaml'))
})

afterAll(() => rm(top, { recursive: true, force: true }))

async function config(folder: string) {
  let out = ''
  let err = ''
  const io: Io = {
    ...machine,
    args: ['config', '--format', 'json'],
    cwd: join(top, 'project', folder),
    env: {},
    isTerminal: false,
    out: (text) => {
      out += text
    },
    err: (text) => {
      err += text
    },
  }
  const code = await run(io)
  return { code, err, explained: out === '' ? undefined : JSON.parse(out) }
}

describe('a policy from a package', () => {
  it('may be a link to a workspace', async () => {
    const { code, explained } = await config('workspace')
    expect([code, explained.failOn]).toEqual([
      0,
      {
        value: 'hint',
        from: { source: '../node_modules/@acme/api-policy/specward.yaml', line: 2, inOverride: false },
        before: [],
      },
    ])
  })

  it('may be a link into a store within the project', async () => {
    expect((await config('store')).explained.failOn.value).toBe('info')
  })

  it('must not be a link that leads out of the project, nor may a file', async () => {
    const { code, err } = await config('away')
    expect(code).toBe(2)
    const why =
      'cannot be extended: it is a link that leads outside of the project, where nothing is read. Install a copy inside of the project instead of a link.'
    expect(err).toBe(
      `specward.yaml:2:5: \`away\` ${why}\n  2 |   - away\nspecward.yaml:3:5: \`./link.yaml\` ${why}\n  3 |   - ./link.yaml\n`,
    )
  })
})
