import { describe, expect, it } from 'vitest'
import { crc32, fromBase64, toBase62 } from './encoding.ts'
import { findSecrets, SECRET_HINT } from './find.ts'
import { AWS_SECRET, SECRET_FORMATS } from './formats.ts'
import { isPlaceholder, isPlaceholderPassword } from './placeholders.ts'

const DIGITS = '0123456789'
const HEX = `${DIGITS}abcdef`
const CAPITALS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const LETTERS = `${CAPITALS}${CAPITALS.toLowerCase()}`
const WORD = DIGITS + LETTERS

/** Characters that look random and are the same in every run: no value that anybody uses stands in this file. */
function made(length: number, alphabet = WORD, seed = 7): string {
  let text = ''
  for (let at = 0, state = seed * 7919 + length; at < length; at++) {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31
    text += alphabet.charAt(Math.floor(state / 1_000) % alphabet.length)
  }
  return text
}

const checked = (prefix: string, body = made(30)) => `${prefix}_${body}${toBase62(crc32(body), 6)}`

const base64 = (text: string) => {
  const bits = [...text].map((letter) => letter.charCodeAt(0).toString(2).padStart(8, '0')).join('')
  const digits = `${LETTERS}${DIGITS}+/`
  return (bits.match(/.{1,6}/g) ?? [])
    .map((six) => digits.charAt(Number.parseInt(six.padEnd(6, '0'), 2)))
    .join('')
}

const jwt = (claims: object, head: object = { alg: 'HS256' }) =>
  [base64(JSON.stringify(head)), base64(JSON.stringify(claims)), made(43)].join('.')

const pem = (body: string, name = 'PRIVATE KEY') => `-----BEGIN ${name}-----\n${body}\n-----END ${name}-----`

const basic = (credentials: string) => `Basic ${base64(credentials)}`

/** One of each, put together here so that no scanner takes this file for a leak. */
const SAMPLES: Readonly<Record<string, readonly string[]>> = {
  'aws-key-id': [`AKIA${made(16, `${CAPITALS}234567`)}`, `ASIA${made(16, `${CAPITALS}234567`, 3)}`],
  'github-token': ['ghp', 'gho', 'ghu', 'ghs', 'ghr'].map((prefix) => checked(prefix)),
  'github-fine-grained-token': [`github_pat_${made(22)}_${made(59)}`],
  'npm-token': [checked('npm')],
  'gitlab-token': [`glpat-${made(20)}`, `glrt-${made(20)}`],
  'slack-token': [
    `xoxb-${made(12, DIGITS)}-${made(13, DIGITS)}-${made(24)}`,
    `xoxp-${made(12, DIGITS)}-${made(12, DIGITS)}-${made(12, DIGITS)}-${made(32, HEX)}`,
  ],
  'slack-app-token': [`xapp-1-A${made(10, CAPITALS)}-${made(13, DIGITS)}-${made(64, HEX)}`],
  'slack-webhook': [
    `https://hooks.slack.com/services/T${made(8, CAPITALS)}/B${made(10, CAPITALS)}/${made(24)}`,
  ],
  'discord-webhook': [`https://discord.com/api/webhooks/${made(18, DIGITS)}/${made(68)}`],
  'google-api-key': [`AIza${made(35)}`],
  'google-client-secret': [`GOCSPX-${made(28)}`],
  'stripe-key': [`sk_live_${made(24)}`, `rk_live_${made(99)}`],
  'twilio-token': [`curl -u AC${made(32, HEX)}:${made(32, HEX, 9)}`],
  'sendgrid-key': [`SG.${made(22)}.${made(43)}`],
  'mailgun-key': [`key-${made(32, HEX)}`],
  'mailchimp-key': [`${made(32, HEX)}-us12`],
  'brevo-key': [`xkeysib-${made(64, HEX)}-${made(16)}`],
  'pypi-token': [`pypi-AgEIcHlwaS5vcmc${made(120)}`],
  'azure-account-key': [`DefaultEndpointsProtocol=https;AccountName=a;AccountKey=${made(86)}==;`],
  'azure-access-key': [`Endpoint=sb://a.servicebus.windows.net/;SharedAccessKey=${made(43)}=`],
  'azure-sas': [
    `https://a.blob.core.windows.net/b?se=2031-01-01T00%3A00%3A00Z&st=2021-01-01T00%3A00%3A00Z&sv=2022-11-02&sp=r&sig=${made(43)}%3D`,
    `https://a.blob.core.windows.net/b?sv=2022-11-02&ss=b&sp=r&sig=${made(43)}%3D`,
  ],
  'openai-key': [
    `sk-proj-${made(60)}T3BlbkFJ${made(60, WORD, 5)}`,
    `sk-${made(20)}T3BlbkFJ${made(20, WORD, 5)}`,
  ],
  'anthropic-key': [`sk-ant-api03-${made(93)}AA`],
  'shopify-token': [`shpat_${made(32, HEX)}`],
  'digitalocean-token': [`dop_v1_${made(64, HEX)}`],
  'doppler-token': [`dp.pt.${made(43)}`],
  'vault-token': [`hvs.${made(90)}`],
  'terraform-token': [`${made(14)}.atlasv1.${made(67)}`],
  'square-token': [`sq0atp-${made(22)}`, `sq0csp-${made(43)}`],
  'telegram-token': [`${made(9, '123456789')}:AA${made(33)}`],
  'databricks-token': [`dapi${made(32, HEX)}`],
  'grafana-token': [`glsa_${made(32)}_${made(8, HEX)}`],
  'postman-key': [`PMAK-${made(24, HEX)}-${made(34, HEX)}`],
  'atlassian-token': [`ATATT3${made(186)}`],
  'airtable-token': [`pat${made(14)}.${made(64, HEX)}`],
  'linear-key': [`lin_api_${made(40)}`],
  'newrelic-key': [`NRAK-${made(27, CAPITALS + DIGITS)}`],
  'hugging-face-token': [`hf_${made(34, LETTERS)}`],
  'docker-token': [`dckr_pat_${made(27)}`],
  'rubygems-key': [`rubygems_${made(48, HEX)}`],
  'age-key': [`AGE-SECRET-KEY-1${made(58, CAPITALS + DIGITS)}`],
  'private-key': [
    pem(`MIIE${made(400)}`),
    pem(`MIIE${made(60)}\n${made(64)}`, 'RSA PRIVATE KEY').replaceAll('\n', '\\n'),
    pem(`b3BlbnNzaC1rZXktdjE${made(200)}`, 'OPENSSH PRIVATE KEY'),
    pem(`Version: 1\n\nlQ${made(200)}\n=a1B2`, 'PGP PRIVATE KEY BLOCK'),
  ],
  jwt: [jwt({ iss: 'https://login.orders.cloud', sub: made(12) })],
  basic: [basic('svc:Tq7rW2mZ9xLp'), `curl -H "authorization: basic ${base64('ops:k9#Vd2qLw0')}"`],
}

const idsIn = (text: string) => findSecrets(text).map(({ format }) => format.id)

describe('every secret of a known format', () => {
  it('has a sample', () => {
    expect(Object.keys(SAMPLES).sort()).toEqual(SECRET_FORMATS.map(({ id }) => id).sort())
  })

  it.each(Object.entries(SAMPLES))('%s is found, alone and in the middle of a text', (id, samples) => {
    for (const sample of samples) {
      expect(idsIn(sample)).toEqual([id])
      expect(idsIn(`Use "${sample}", then go on.`)).toEqual([id])
    }
  })

  it.each(Object.entries(SAMPLES))('%s is seen by the search that comes first', (_, samples) => {
    for (const sample of samples) expect(sample).toMatch(new RegExp(SECRET_HINT))
  })

  it.each(
    Object.entries(SAMPLES).filter(([id]) => !['jwt', 'basic', 'private-key', 'aws-key-id'].includes(id)),
  )('%s is a placeholder when one character stands for all that is random', (_, samples) => {
    for (const sample of samples) {
      const start = sample.length - 20
      expect(idsIn(`${sample.slice(0, start)}${sample.slice(start).replace(/[A-Za-z0-9]/g, 'a')}`)).toEqual(
        [],
      )
    }
  })

  it('is no part of a longer word', () => {
    expect(idsIn(`x${checked('ghp')}`)).toEqual([])
    expect(idsIn(`NORTHAS${`IAEASTSTANDARDTIME`}`)).toEqual([])
  })
})

describe('a token with a checksum', () => {
  it('is none when the checksum is wrong', () => {
    const token = checked('ghp')
    expect(idsIn(token.slice(0, -1) + (token.endsWith('a') ? 'b' : 'a'))).toEqual([])
  })

  it('is checked as GitHub does', () => {
    expect(toBase62(crc32('zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ'), 6)).toBe('0mLq17')
    expect(toBase62(crc32('A'.repeat(30)), 6)).toBe('0uCPlr')
  })
})

describe('a shared access signature', () => {
  const signature = `sig=${made(43)}%3D`

  it('is found wherever it stands among the parameters', () => {
    expect(idsIn(`https://a.example/b?${signature}&se=2031-01-01&sp=r&sv=2022-11-02`)).toEqual(['azure-sas'])
  })

  it('has expired when it was good for an hour', () => {
    const times = 'st=2024-11-08T17%3A13%3A43Z&se=2024-11-08T18%3A13%3A43Z'
    expect(idsIn(`https://a.example/b?${times}&${signature}&sp=r&sv=2022-11-02`)).toEqual([])
  })

  it('is none of another service', () => {
    expect(idsIn(`https://a.example/b?token=7&${signature}`)).toEqual([])
  })
})

describe('a JSON Web Token', () => {
  it.each([
    ['the one of jwt.io', jwt({ sub: '1234567890', name: 'John Doe', iat: 1_516_239_022 })],
    ['one of a host that does not exist', jwt({ iss: 'https://auth.example.com/', sub: made(10) })],
    ['one without claims', jwt({})],
    ['one without an algorithm', jwt({ sub: made(10) }, { typ: 'JWT' })],
    ['one whose header is no JSON', `eyJ${made(20)}.eyJ${made(20)}.${made(43)}`],
    ['one without a signature', jwt({ sub: made(10) }).replace(/[^.]*$/, '')],
    ['one that was shortened', `${jwt({ sub: made(10) }).slice(0, 30)}...`],
  ])('is a placeholder: %s', (_, token) => {
    expect(idsIn(token)).toEqual([])
  })
})

describe('a private key', () => {
  it.each([
    pem('...'),
    pem('MIIE...snip...'),
    pem(`MIIE${'A'.repeat(100)}`),
    pem('<your key>'),
    pem(`MIIE${made(200)}`, 'PUBLIC KEY'),
    pem(`MIIE${made(200)}`, 'CERTIFICATE'),
    pem(`QUJD${made(200)}`),
  ])('is none: %s', (text) => {
    expect(idsIn(text)).toEqual([])
  })
})

describe('basic credentials', () => {
  it.each([
    'user:password',
    'username:password',
    'aladdin:opensesame',
    'demo:demo',
    'test:test1234',
    'foo:foobar',
    'me:12345678',
    'admin:changeme',
    'aaa012:abc123456789',
    'example:Tq7rW2mZ9xLp',
    'no colon at all',
  ])('are a placeholder: %s', (credentials) => {
    expect(idsIn(basic(credentials))).toEqual([])
  })

  it('are not looked for in words', () => {
    expect(idsIn('Basic authentication, Basic Information and basic identifying fields')).toEqual([])
  })

  it('hide the credentials alone, not the name of the scheme', () => {
    expect(findSecrets(basic('svc:Tq7rW2mZ9xLp')).map(({ secret }) => secret)).toEqual([
      base64('svc:Tq7rW2mZ9xLp'),
    ])
  })
})

describe('an AWS secret access key', () => {
  it('has lower and upper case and digits, and is no digest', () => {
    const of = (text: string) => findSecrets(text, [AWS_SECRET]).map(({ format }) => format.id)
    expect(of(made(40))).toEqual(['aws-secret-key'])
    expect(of(made(40, HEX))).toEqual([])
    expect(of('wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY')).toEqual([])
  })
})

describe('what was made up', () => {
  it.each([
    'IOSFODNN7EXAMPLE',
    'xxxxxxxxxxxxxxxxxxxx',
    'abcdefghijklmnopqrst',
    '12345678901234567890',
    'deadbeefdeadbeefdeadbeef',
    'your-token-goes-here-1',
    '0123456789abcdef0123456789abcdef',
    '<20 random digits>',
    '{{token_of_my_account}}',
    `\${TOKEN_OF_MY_ACCOUNT}`,
    'aabbaabbaabbabababab',
    base64('this is an example key!'),
  ])('is told by its looks: %s', (value) => {
    expect(isPlaceholder(value)).toBe(true)
  })

  it('is hardly ever taken for it when it is random', () => {
    const seeds = Array.from({ length: 400 }, (_, index) => index + 1)
    const missed = seeds.filter(
      (seed) => isPlaceholder(made(36, WORD, seed)) || isPlaceholder(made(32, HEX, seed)),
    )
    expect(missed.length).toBeLessThan(4)
  })

  it.each([
    'password',
    'Pass123',
    '{password}',
    '$PASSWORD',
    '<pw>',
    'xxxxx',
    'secret',
    'DB_PASSWORD',
    'abc123',
    'a',
  ])('is told by its words where it is a password: %s', (password) => {
    expect(isPlaceholderPassword(password)).toBe(true)
  })

  it.each(['Tq7rW2mZ9xLp', 'wv78n3zpz42xezdk', 'k9#Vd2qLw0', 'blue-otter-91'])('is not: %s', (password) => {
    expect(isPlaceholderPassword(password)).toBe(false)
  })
})

describe('base64', () => {
  it('is read with and without padding, in both alphabets', () => {
    expect(['YWI=', 'YWI', 'YQ==', '-_8'].map(fromBase64)).toEqual(['ab', 'ab', 'a', '\u00fb\u00ff'])
  })

  it('is not what has other characters or a length that nothing has', () => {
    expect(['a b', 'YWI=x', 'abcde'].map(fromBase64)).toEqual([undefined, undefined, undefined])
  })
})
