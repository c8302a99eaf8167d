import { runRule } from '@specward/core/testing'
import { describe, expect, it } from 'vitest'
import { escapeOf } from './escape.ts'
import { movingPart } from './moving.ts'
import plaintext from './no-plaintext-reference.ts'
import noEscape from './no-reference-escape.ts'
import untrusted from './no-untrusted-reference.ts'

describe('a text that is another one tomorrow', () => {
  it.each([
    ['https://raw.githubusercontent.com/acme/api/main/a.yaml', 'main'],
    ['https://raw.githubusercontent.com/acme/api/refs/heads/release/a.yaml', 'release'],
    ['https://raw.githubusercontent.com/acme/main/v1.0.0/a.yaml', undefined],
    ['https://raw.githubusercontent.com/acme/api/3f2a9c1/main/a.yaml', undefined],
    ['https://github.com/acme/api/blob/master/a.yaml', 'master'],
    ['https://github.com/acme/api/releases/latest/download/a.yaml', 'latest'],
    ['https://gitlab.com/acme/group/api/-/raw/develop/a.yaml', 'develop'],
    ['https://unpkg.com/@acme/api/a.yaml', '@acme/api'],
    ['https://unpkg.com/@acme/api@1.2.3/a.yaml', undefined],
    ['https://cdn.jsdelivr.net/npm/api@latest/a.yaml', 'latest'],
    ['https://cdn.jsdelivr.net/npm/api@1/a.yaml', undefined],
    ['https://cdn.jsdelivr.net/gh/acme/api/a.yaml', 'acme/api'],
    ['https://cdn.jsdelivr.net/gh/acme/api@2.0.0/a.yaml', undefined],
    ['https://specs.acme.com/main/a.yaml', undefined],
    ['https://specs.acme.com/latest/a.yaml', 'latest'],
    ['https://specs.acme.com/latest-news/a.yaml', undefined],
  ])('%s: %s', (address, piece) => {
    expect(movingPart(address)).toBe(piece)
  })
})

describe('what reaches out of the project', () => {
  it.each([
    'file:///etc/passwd',
    'FILE://localhost/a.yaml',
    'C:\\secrets\\a.yaml',
    '\\\\host\\share\\a.yaml',
    '/etc/kubernetes/admin.conf',
    '/proc/self/environ',
    '../../../etc/passwd',
    '~/.ssh/id_rsa',
    '../../.aws/credentials',
    'http://169.254.169.254/latest/meta-data',
    'http://0xA9FEA9FE/latest',
    'http://[fd00:ec2::254]/latest',
    'http://metadata/computeMetadata',
  ])('%s', (value) => {
    expect(escapeOf(value)).toBeDefined()
  })

  it.each([
    '../proc/order.yaml',
    '/dev/a.yaml',
    './etc/a.yaml',
    '../common.yaml',
    'https://a.com/.ssh/b',
    '/a.yaml',
  ])('not %s', (value) => {
    expect(escapeOf(value)).toBeUndefined()
  })

  it('is told of references that the tool itself refuses to follow', async () => {
    const text = (ref: string) => `paths: { /a: { $ref: '${ref}' } }\n`
    for (const [ref, code] of [
      ['file:///etc/passwd', 'ref-outside-root'],
      ['../../../etc/passwd', 'ref-outside-root'],
      ['http://169.254.169.254/latest', 'ref-host-not-allowed'],
    ] as const) {
      const { findings, problems } = await runRule(noEscape, text(ref))
      expect(problems.map((problem) => [problem.code, problem.severity])).toEqual([[code, 'error']])
      expect(findings).toHaveLength(1)
    }
  })
})

describe('references', () => {
  it('are told once for each file, whatever is taken from it', async () => {
    const text = `paths:
  /a: { $ref: 'http://specs.acme.com/a.yaml#/a' }
  /b: { $ref: 'http://specs.acme.com/a.yaml#/b' }
`
    const { findings } = await runRule(plaintext, text)
    expect(findings.map(({ related }) => related.length)).toEqual([1])
    expect(findings[0]?.fix?.text).toContain('https://specs.acme.com/a.yaml#/b')
    expect((await runRule(untrusted, text)).findings).toEqual([])
  })

  it('from a branch are told where they are written', async () => {
    const text = "paths: { /a: { $ref: 'https://raw.githubusercontent.com/acme/api/HEAD/a.yaml' } }\n"
    const { findings } = await runRule(untrusted, text)
    expect(findings.map(({ message }) => message)).toEqual([expect.stringContaining('`HEAD`')])
  })
})
