import { runRule } from '@specward/core/testing'
import { describe, expect, it } from 'vitest'
import lifelike from './no-lifelike-secret-example.ts'
import literal from './no-secret-literal.ts'
import userinfo from './no-url-userinfo.ts'

const KEY_ID = `AKIA${'Q3EGVZ7TJ2MHXL4K'}`
const SECRET = `${'bX7pQzT2mK9vR4sL'}/${'w8Yd3FhJ6cGnA1eU'}+${'0iOqZx'}`

const pairAt = (id: string, secret: string) => `x-aws:\n  accessKeyId: ${id}\n  secretAccessKey: ${secret}\n`

describe('no-secret-literal', () => {
  it('looks beside an AWS access key id for the secret that belongs to it', async () => {
    const { findings } = await runRule(literal, pairAt(KEY_ID, SECRET))
    expect(findings.map(({ text }) => text)).toEqual([KEY_ID, SECRET])
    expect((await runRule(literal, pairAt('none', SECRET))).findings).toEqual([])
  })

  it('finds that pair in the examples of two properties as well', async () => {
    const text = `components:
  schemas:
    Keys:
      properties:
        id: { type: string, example: ${KEY_ID} }
        secret: { type: string, example: ${SECRET} }
`
    expect((await runRule(literal, text)).findings.map(({ text: found }) => found)).toEqual([KEY_ID, SECRET])
  })

  it('shows nothing of a secret', async () => {
    const { findings } = await runRule(literal, pairAt(KEY_ID, SECRET))
    for (const { message, fix } of findings) {
      expect(message).not.toMatch(new RegExp(`${KEY_ID.slice(0, 6)}|${SECRET.slice(0, 6)}`))
      expect(fix?.title).toBe('Put a placeholder in its place')
    }
    expect(findings[0]?.message).not.toContain('AKIA')
  })

  it('puts a placeholder in the place of the secret, and leaves the text around it', async () => {
    const { findings } = await runRule(literal, `x-note: "id ${KEY_ID}."\n`)
    expect(findings[0]?.fix?.text).toContain('x-note: "id <AWS access key id>."\n')
  })

  it('reads all files of a description, and a secret of several lines', async () => {
    const body = `MC4C${'AQAwBQYDK2VwBCIEIB5aFTWu+zmaa2KD'}${'lnajVzosJ+6AeQTYb887hkNmLCf4'}`
    const key = ['BEGIN', 'END'].map((side) => `-----${side} PRIVATE KEY-----`).join(`\n    ${body}\n    `)
    const { findings } = await runRule(literal, {
      title: 'two files',
      text: "components:\n  schemas:\n    Key: { $ref: './key.yaml#/Key' }\n",
      files: { 'key.yaml': `Key:\n  type: string\n  example: |\n    ${key}\n` },
    })
    expect(findings.map(({ file, message }) => [file, message])).toEqual([
      [
        'key.yaml',
        '`example` of `Key` holds what looks like a private key: anyone who reads the description could use it.',
      ],
    ])
  })
})

const serverFix = async (url: string) =>
  (await runRule(userinfo, `servers:\n  - url: ${url}\n`)).findings.map(({ fix }) => [
    fix?.kind,
    fix?.text.split('\n').at(-2),
  ])

describe('no-url-userinfo', () => {
  it('takes the credentials out of the URL of a server, which is safe', async () => {
    expect(await serverFix('https://svc:Tq7rW2mZ9xLp@api.example.com/v1 # main')).toEqual([
      ['safe', '  - url: https://api.example.com/v1 # main'],
    ])
    expect(await serverFix('https://svc@api.example.com')).toEqual([
      ['safe', '  - url: https://api.example.com'],
    ])
  })

  it.each([
    ['$ref', 'components: { schemas: { A: { $ref: "https://svc:Tq7rW2mZ9xLp@a.example/x.yaml" } } }\n'],
    ['externalDocs', 'externalDocs: { url: "https://svc:Tq7rW2mZ9xLp@a.example/" }\n'],
    ['a DSN', 'x-db: "mongodb+srv://svc:Tq7rW2mZ9xLp@db.example/x"\n'],
  ])('finds them in %s and shows the user alone', async (_, text) => {
    const { findings } = await runRule(userinfo, text)
    expect(findings.map((finding) => finding.text)).toEqual(['svc:Tq7rW2mZ9xLp'])
    expect(findings[0]?.message).toMatch(/ \(`svc:…@`\)\.$/)
  })

  it.each([
    'git@github.com:a/b.git',
    'https://medium.com/@a:b',
    'https://a.example/?q=//x:y@z',
    'mailto:a@b.example',
    'https://user:password@a.example',
    `https://\${USER}:\${PASSWORD}@a.example`,
    'https://<user>:<token>@a.example',
  ])('does not take %s for a leak', async (url) => {
    expect((await runRule(userinfo, `x-url: "${url}"\n`)).findings).toEqual([])
  })
})

describe('no-url-userinfo, where one example is repeated', () => {
  it('tells of the same credentials once, with the other places', async () => {
    const uri = `postgres://admin:${'wv78n3zpz42'}xezdk@db.example.com`
    const text = `components:
  schemas:
    A: { type: string, KEY: '${uri}/a' }
    B: { type: string, KEY: '${uri}/b' }
`
    const told = async (rule: typeof userinfo, key: string) =>
      (await runRule(rule, text.replaceAll('KEY', key))).findings.map(({ message, related }) => [
        message,
        related.length,
      ])
    expect(await told(userinfo, 'default')).toEqual([
      ['The URL in `A` contains a user name and password (`admin:…@`), and so does 1 other place.', 1],
    ])
    expect(await told(userinfo, 'example')).toEqual([])
    expect(await told(lifelike, 'default')).toEqual([])
    expect(await told(lifelike, 'example')).toEqual([
      [
        'The example of `A` contains a user name and password (`admin:…@`), as does 1 other: replace the password with a placeholder.',
        1,
      ],
    ])
  })

  it('takes prose for an example', async () => {
    const text =
      'info: { title: A, version: "1", description: "Call https://svc:Tq7rW2mZ9xLp@a.example/ first." }\n'
    expect((await runRule(userinfo, text)).findings).toEqual([])
    const { findings } = await runRule(lifelike, text)
    expect(findings.map(({ message, text: found }) => [message, found])).toEqual([
      [
        'The `description` contains a user name and password (`svc:…@`): replace the password with a placeholder.',
        'svc:Tq7rW2mZ9xLp',
      ],
    ])
  })
})
