import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { runIn } from './run-in.ts'

const API = `openapi: 3.1.0
info: { title: Orders, version: 1.0.0 }
servers: [{ url: https://api.example.com }]
security: []
paths:
  /orders:
    post:
      operationId: createOrder
      responses:
        "201": { description: Created }
`

const CONFIG = 'extends: []\nrules: { no-anonymous-write: error }\n'

const folders: string[] = []

afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true })
})

async function project(files: Readonly<Record<string, string>>): Promise<string> {
  const cwd = await mkdtemp(join(tmpdir(), 'specward-'))
  folders.push(cwd)
  await mkdir(join(cwd, '.git'))
  for (const [name, text] of Object.entries({ 'specward.yaml': CONFIG, ...files })) {
    await mkdir(dirname(join(cwd, name)), { recursive: true })
    await writeFile(join(cwd, name), text)
  }
  return cwd
}

const waiverFor = (file: string, more = '') =>
  `waivers:\n  - { rule: no-anonymous-write, file: ${file}${more}, reason: Known, owner: jane, expires: 2999-01-01 }\n`

/** Exit code and what is printed, in one line. */
async function lint(cwd: string, ...more: readonly string[]): Promise<readonly [number, string]> {
  const { code, out, err } = await runIn(cwd, ['lint', ...more])
  return [code, (out + err).replace(/\s+/g, ' ')]
}

describe('the file of a waiver', () => {
  it.each(['./openapi.yaml', './/./openapi.yaml'.replace('//', '/'), './open*.yaml'])(
    'may be written %s',
    async (file) => {
      const cwd = await project({ 'openapi.yaml': API, 'specward.waivers.yaml': waiverFor(file) })
      expect(await lint(cwd)).toEqual([0, expect.stringContaining('1 accepted finding (by waiver)')])
    },
  )

  it.each([
    [
      'that is not there',
      'openapi.yml',
      '`openapi.yml`, and there is no such file. Did you mean `openapi.yaml`?',
    ],
    ['whose folder is not there', 'gone/openapi.yaml', 'there is no such file.'],
    ['that is a glob for none', 'gone/**', '`gone/**`, and it fits no API description.'],
  ])('%s is told, and removed when that is asked for', async (_, file, words) => {
    const cwd = await project({ 'openapi.yaml': API, 'specward.waivers.yaml': waiverFor(file) })
    expect(await lint(cwd)).toEqual([4, expect.stringContaining(words)])
    expect((await runIn(cwd, ['waivers'])).out).toMatch(/^stale /)
    expect((await runIn(cwd, ['waivers', '--prune'])).code).toBe(0)
    expect(await readFile(join(cwd, 'specward.waivers.yaml'), 'utf8')).not.toContain(file)
  })

  it('that is not judged is the business of another run', async () => {
    const files = { 'openapi.yaml': API, 'other.yaml': API, 'specward.waivers.yaml': waiverFor('other.yaml') }
    expect((await lint(await project(files), 'openapi.yaml'))[1]).not.toContain('waiver-')
  })
})

describe('a remark at another place than the finding', () => {
  const REMARK = '# specward-ignore no-anonymous-write -- Behind the gateway.'
  const told = async (text: string, more: Readonly<Record<string, string>> = {}) =>
    (await lint(await project({ 'openapi.yaml': text, ...more }), 'openapi.yaml'))[1]

  it.each([
    ['on the line that is the cause', `security: [] ${REMARK}`],
    ['above the line that is the cause', `${REMARK}\nsecurity: []`],
  ])('%s is told where it belongs', async (_, lines) => {
    const text = API.replace('security: []', lines)
    const line = text.split('\n').findIndex((each) => each.includes('post:')) + 1
    const out = await told(text)
    expect(out).toContain(`what is said here makes it find something at line ${line}.`)
    expect(out).toContain(`put it above line ${line}; else remove it.`)
    const mended = text
      .replace(` ${REMARK}`, '')
      .replace(`${REMARK}\n`, '')
      .replace('    post:', `    ${REMARK}\n    post:`)
    expect(await lint(await project({ 'openapi.yaml': mended }))).toEqual([
      0,
      expect.not.stringContaining('ignore-'),
    ])
  })

  it.each([
    ['with a blank line before the key', API.replace('    post:', `    ${REMARK}\n\n    post:`), 9],
    ['at the path above', API.replace('  /orders:', `  ${REMARK}\n  /orders:`), 8],
    ['below', `${API}${REMARK}\nx-end: 1\n`, 7],
  ])('%s is told of the nearest finding', async (_, text, line) => {
    const out = await told(text)
    expect(out).toContain(`the nearest is at line ${line}.`)
    expect(out).toContain(`put it above line ${line}; else remove it.`)
  })

  it('as an extension is told of the object', async () => {
    const text = API.replace('  /orders:', '  /orders:\n    x-specward-ignore: { no-anonymous-write: Known }')
    expect(await told(text)).toContain('put it into the object at line 8')
  })

  it('that brings it about in another file is told of that', async () => {
    const text = API.replace('security: []', `security: [] ${REMARK}`).replace(
      / {2}\/orders:[\s\S]*/,
      '  /orders: { $ref: orders.yaml }\n',
    )
    const path = 'post:\n  responses:\n    "201": { description: Created }\n'
    expect(await told(text, { 'orders.yaml': path })).toContain('put it above line 1 of `orders.yaml`')
  })

  it('is not needed where nothing is found, or all that is has its own', async () => {
    const text = API.replace('    post:', `    ${REMARK}\n    post:`).replace('paths:', `${REMARK}\npaths:`)
    expect(await told(text)).toContain(
      'This remark is not needed: `no-anonymous-write` finds nothing here. Remove it.',
    )
  })
})

describe('x-specward-ignore', () => {
  const IN = 'x-specward-ignore: { no-anonymous-write: Known }'
  const schema = (text: string) => `${API}components:\n  schemas:\n    Order: ${text}\n`
  /** How many remarks of a description are read: each of these is for nothing, so that each is told. */
  const readIn = async (text: string) =>
    (await lint(await project({ 'openapi.yaml': text })))[1].match(/ignore-(?:unused|incomplete) /g)
      ?.length ?? 0

  it.each([
    ['an example', `{ type: object, example: { ${IN} } }`],
    ['an example with a fault', '{ type: object, example: { a: [{ x-specward-ignore: 1 }] } }'],
    ['examples', `{ type: object, examples: [{ ${IN} }, { value: { ${IN} } }] }`],
    ['a default', `{ type: object, default: { ${IN} } }`],
    ['values', `{ enum: [{ ${IN} }], properties: { a: { const: { ${IN} } } } }`],
    ['data of a schema with the name of a keyword', `{ properties: { properties: { default: { ${IN} } } } }`],
  ])('in %s is data', async (_, text) => {
    expect(await readIn(schema(text))).toBe(0)
  })

  it.each([
    ['a property named example', `{ properties: { example: { ${IN} } } }`],
    ['a property named default', `{ properties: { default: { ${IN} } } }`],
    ['a schema', `{ type: object, ${IN} }`],
  ])('in %s is read', async (_, text) => {
    expect(await readIn(schema(text))).toBe(1)
  })

  it('is read in the default response, in a schema named enum, and beside the value of an example', async () => {
    const response = `        default: { description: D, ${IN} }\n`
    const examples = `  examples:\n    a: { value: { ${IN} }, ${IN} }\n`
    expect(await readIn(API + response)).toBe(1)
    expect(await readIn(`${API}components:\n  schemas: { enum: { ${IN} } }\n${examples}`)).toBe(2)
  })
})

describe('a part of a description', () => {
  it('is not skipped where it was judged with it', async () => {
    const text = API.replace(/ {2}\/orders:[\s\S]*/, '  /orders: { $ref: orders.yaml }\n')
    const path = 'post:\n  responses:\n    "201": { description: Created }\n'
    const cwd = await project({ 'openapi.yaml': text, 'orders.yaml': path, 'other.yaml': path })
    const { out } = await runIn(cwd, ['lint', '--format', 'json'])
    const { skipped, findings } = JSON.parse(out)
    expect(findings.map(({ file }: { file: string }) => file)).toEqual(['orders.yaml'])
    expect(skipped.map(({ file }: { file: string }) => file)).toEqual(['other.yaml'])
  })
})

describe('specward waivers --prune', () => {
  const entry = (operation: string, end = '2999-01-01') =>
    `  - rule: no-anonymous-write\n    operation: ${operation}\n    reason: Known\n    owner: jane\n    expires: ${end}\n`

  it.each(['\n', '\r\n'])('takes the comments of what it removes, and no others: %j', async (eol) => {
    const head = '# ours\nwaivers:\n'
    const kept = `\n  # about orders\n  # and only those\n${entry('POST /orders')}  # the last\n${entry('"POST /*ers"', '2020-01-01')}  # end\n`
    const before = `${head}  # a section\n\n  # gone\n  # since May\n${entry('DELETE /gone')}    # of its own\n${kept}`
    const cwd = await project({ 'openapi.yaml': API, 'specward.waivers.yaml': before.replaceAll('\n', eol) })
    const { out } = await runIn(cwd, ['waivers', '--prune'])
    const after = await readFile(join(cwd, 'specward.waivers.yaml'), 'utf8')
    expect(after).not.toMatch(/gone|since May/)
    expect(after.startsWith(`${head}  # a section\n`.replaceAll('\n', eol))).toBe(true)
    expect(after.endsWith(kept.replaceAll('\n', eol))).toBe(true)

    const lines = after.split(eol).flatMap((each, index) => (each.includes('- rule') ? index + 1 : []))
    expect([...out.matchAll(/specward\.waivers\.yaml:(\d+)/g)].map(([, line]) => Number(line))).toEqual(lines)
    const again = (await runIn(cwd, ['waivers'])).out
    expect(out.startsWith(again.trimEnd())).toBe(true)
  })
})

describe('the command that renews a waiver', () => {
  it('names the description, of several that have the finding', async () => {
    const cwd = await project({ 'apis/my a.yaml': API, 'apis/b.yaml': API, 'apis/specward.yaml': CONFIG })
    const { out } = await runIn(cwd, ['lint', '--format', 'json'])
    const [{ fingerprint }] = JSON.parse(out).findings
    const given = ['--reason', 'r', '--owner', 'jane', '--expires', '2d']
    expect((await runIn(cwd, ['waive', fingerprint, 'apis/my a.yaml', ...given])).code).toBe(0)
    const [, printed] = await lint(cwd)
    const command = `specward waive ${fingerprint} 'apis/my a.yaml' --renew --expires '<date>'`
    expect(printed).toContain(`\`${command}\``)
    const [, ...args] = command.replace('<date>', '30d').match(/'[^']*'|\S+/g) ?? []
    const renewed = await runIn(
      cwd,
      args.map((each) => each.replaceAll("'", '')),
    )
    expect([renewed.code, renewed.out]).toEqual([0, expect.stringContaining('Renewed until')])
  })
})
