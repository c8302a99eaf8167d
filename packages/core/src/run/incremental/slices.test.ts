import { describe, expect, it } from 'vitest'
import { ParsedFile } from '../../source/file.ts'
import { reparse } from '../../source/incremental/reparse.ts'
import { parseSource } from '../../source/parse.ts'
import { slicesOf } from './slices.ts'

const PATHS = Array.from({ length: 40 }, (_, index) => {
  const item = `  /things/${index}:\n    get:\n      summary: Reads ${index}\n      responses:\n        '200':\n`
  return `${item}          $ref: '#/components/responses/R${index % 4}'\n`
})
const RESPONSES = Array.from({ length: 4 }, (_, index) => {
  const media = `      content:\n        application/json:\n          schema:\n            $ref: '#/components/schemas/S${index}'\n`
  return `    R${index}:\n      description: ok\n${media}`
})
const SCHEMAS = Array.from({ length: 4 }, (_, index) => {
  const other = index === 0 ? '' : `        other:\n          $ref: '#/components/schemas/S${index - 1}'\n`
  return `    S${index}:\n      type: object\n      properties:\n        name:\n          type: string\n${other}`
})
const TEXT = [
  "openapi: 3.0.3\ninfo:\n  title: Things\n  version: '1'\nsecurity:\n  - key: []\npaths:\n",
  ...PATHS,
  'components:\n  securitySchemes:\n    key:\n      type: http\n      scheme: bearer\n  responses:\n',
  ...RESPONSES,
  '  schemas:\n',
  ...SCHEMAS,
].join('')

type Json = { readonly [key: string]: Json }

async function sliced(edit: (text: string) => string) {
  const before = await parseSource('file:///a.yaml', TEXT)
  if (!(before instanceof ParsedFile)) throw new Error('The text is YAML.')
  const read = await reparse(before, edit(TEXT))
  if (!read || !('file' in read)) throw new Error('The edit is to be read in part.')
  const slices = slicesOf(before, read.file)
  const keysOf = (...path: string[]): readonly string[] => {
    let value: unknown = slices?.after.value
    for (const key of path) value = (value as Json | undefined)?.[key]
    return Object.keys((value ?? {}) as object)
  }
  return { slices, keysOf }
}

describe('slices of a description', () => {
  it('hold what was edited with all that it refers to', async () => {
    const { keysOf } = await sliced((text) => text.replace('Reads 6', 'Reads all of 6'))
    expect(keysOf('paths')).toEqual(['/things/6'])
    expect(keysOf('components', 'responses')).toEqual(['R2'])
    expect(keysOf('components', 'schemas')).toEqual(['S0', 'S1', 'S2'])
    expect(keysOf('components', 'securitySchemes')).toEqual(['key'])
  })

  it('hold what refers to what was edited', async () => {
    const { keysOf } = await sliced((text) =>
      text.replace('S3:\n      type: object', 'S3:\n      type: array'),
    )
    expect(keysOf('components', 'responses')).toEqual(['R3'])
    expect(keysOf('paths')).toHaveLength(10)
  })

  it('are as they were before and after, at the places of the whole texts', async () => {
    const { slices } = await sliced((text) => text.replace('Reads 6', 'Reads all\n        of 6'))
    const at = ['components', 'schemas', 'S2', 'type']
    const line = (file: ParsedFile | undefined) => file?.position(file.locate(at)?.value.start ?? 0).line ?? 0
    expect(line(slices?.after)).toBe(line(slices?.before) + 1)
  })

  it('hold a new entry', async () => {
    const { keysOf } = await sliced((text) =>
      text.replace('  /things/7:', '  /new:\n    get: {}\n  /things/7:'),
    )
    expect(keysOf('paths')).toEqual(['/new'])
  })

  it.each([
    ['who may call', (text: string) => text.replace('- key: []', '- {}')],
    ['how to authenticate', (text: string) => text.replace('scheme: bearer', 'scheme: basic')],
    ['which specification it is', (text: string) => text.replace('3.0.3', '3.1.0')],
  ])('cannot be made where it changes %s', async (_, edit) => {
    const before = await parseSource('file:///a.yaml', TEXT)
    const after = await parseSource('file:///a.yaml', edit(TEXT))
    expect(slicesOf(before as ParsedFile, after as ParsedFile)).toBeUndefined()
  })

  it('find a key that stands twice now', async () => {
    const { slices } = await sliced((text) =>
      text.replace('      summary: Reads 6\n', '      summary: Reads 6\n      summary: Again\n'),
    )
    expect(slices?.before.duplicateKeys).toEqual([])
    expect(slices?.after.duplicateKeys.map(({ path, key }) => [...path, key])).toEqual([
      ['paths', '/things/6', 'get', 'summary'],
    ])
  })
})
