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

const uuid = (seed = 7) => [8, 4, 4, 4, 12].map((length, index) => made(length, HEX, seed + index)).join('-')

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
  'gitlab-token': [`glpat-${made(20)}`, `glpat-${made(46)}.01.${made(9, DIGITS)}`, `glrt-${made(20)}`],
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
  'mailgun-key': [`key-${made(32, HEX)}`, `${made(32, HEX)}-${made(8, HEX)}-${made(8, HEX, 9)}`],
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
  'square-token': [`sq0atp-${made(22)}`, `sq0csp-${made(43)}`, `EAAA${made(60)}`],
  'telegram-token': [`${made(9, '123456789')}:AA${made(33)}`],
  'databricks-token': [`dapi${made(32, HEX)}`],
  'grafana-token': [`glsa_${made(32)}_${made(8, HEX)}`, `glc_eyJ${made(120)}`],
  'postman-key': [`PMAK-${made(24, HEX)}-${made(34, HEX)}`],
  'atlassian-token': [`ATATT3${made(186)}`, `ATCTT3${made(186)}`],
  'airtable-token': [`pat${made(14)}.${made(64, HEX)}`],
  'linear-key': [`lin_api_${made(40)}`],
  'newrelic-key': [`NRAK-${made(27, CAPITALS + DIGITS)}`, `NRRA-${made(42, HEX)}`],
  'hugging-face-token': [`hf_${made(34, LETTERS)}`, `api_org_${made(34, LETTERS)}`],
  'docker-token': [`dckr_pat_${made(27)}`],
  'rubygems-key': [`rubygems_${made(48, HEX)}`],
  'aws-bedrock-key': [`ABSK${made(131)}=`],
  'google-refresh-token': [`1//0${made(100)}`],
  'entra-client-secret': [`${made(3)}8Q~${made(34)}`],
  'azure-devops-token': [`${made(76)}AZDO${made(4)}`],
  'alibaba-key-id': [`LTAI${made(20)}`],
  'cloudflare-origin-key': [`v1.0-${made(24, HEX)}-${made(146, HEX)}`],
  'heroku-key': [`HRKU-AA${made(58)}`],
  'netlify-token': [`nfp_${made(36)}`],
  'tailscale-key': [`tskey-auth-${made(12)}-${made(32)}`],
  'planetscale-token': [`pscale_tkn_${made(43)}`, `pscale_pw_${made(43)}`],
  'supabase-token': [`sbp_${made(40, HEX)}`, `sb_secret_${made(31)}`],
  'newrelic-license-key': [`${made(32, HEX)}FFFFNRAL`],
  'dynatrace-token': [`dt0c01.${made(24, CAPITALS)}.${made(64, CAPITALS)}`],
  'okta-token': [`SSWS 00${made(40)}`],
  'gitlab-runner-token': [`GR1348941${made(20)}`],
  'bitbucket-password': [`ATBB${made(32)}`],
  'npmrc-token': [`//npm.acme.com/:_authToken=${uuid()}`],
  'nuget-key': [`oy2${made(43, `${DIGITS}abcdefghijklmnopqrstuvwxyz`)}`],
  'crates-token': [`cio${made(32)}`],
  'clojars-token': [`CLOJARS_${made(60, HEX)}`],
  'artifactory-key': [`AKCp${made(69)}`],
  'circleci-token': [`CCIPAT_${made(22)}_${made(40, HEX)}`],
  'buildkite-token': [`bkua_${made(40, HEX)}`],
  'sonar-token': [`squ_${made(40, HEX)}`],
  'sentry-token': [`sntryu_${made(64, HEX)}`, `sntrys_eyJ${made(160)}`],
  'pulumi-token': [`pul-${made(40, HEX)}`],
  'onepassword-token': [`ops_eyJ${made(400)}`],
  'groq-key': [`gsk_${made(52)}`],
  'replicate-token': [`r8_${made(37)}`],
  'perplexity-key': [`pplx-${made(48)}`],
  'xai-key': [`xai-${made(80)}`],
  'figma-token': [`figd_${made(40)}`],
  'readme-key': [`rdme_${made(70, HEX)}`],
  'slack-config-token': [`xoxe-1-M${made(145)}`, `xoxe.xoxp-1-M${made(160)}`],
  'teams-webhook': [
    `https://a.webhook.office.com/webhookb2/${uuid()}@${uuid(17)}/IncomingWebhook/${made(32, HEX)}/${uuid(27)}`,
  ],
  'discord-token': [`${base64('104682931570846213').replace(/^./, 'M')}.${made(6)}.${made(38)}`],
  'twilio-key-id': [`SK${made(32, HEX)}`],
  'braintree-token': [`access_token$production$${made(16, HEX)}$${made(32, HEX)}`],
  'plaid-token': [`access-production-${uuid()}`],
  'flutterwave-key': [`FLWSECK-${made(32, HEX)}-X`],
  'shippo-token': [`shippo_live_${made(40, HEX)}`],
  'duffel-token': [`duffel_live_${made(43)}`],
  'easypost-key': [`EZAK${made(54)}`],
  'hubspot-token': [`pat-na1-${uuid()}`],
  'notion-token': [`ntn_${made(46)}`],
  'contentful-token': [`CFPAT-${made(43)}`],
  'typeform-token': [`tfp_${made(59)}`],
  'age-key': [`AGE-SECRET-KEY-1${made(58, CAPITALS + DIGITS)}`],
  'private-key': [
    pem(`MIIE${made(400)}`),
    pem(`MIIE${made(60)}\n${made(64)}`, 'RSA PRIVATE KEY').replaceAll('\n', '\\n'),
    pem(`b3BlbnNzaC1rZXktdjE${made(200)}`, 'OPENSSH PRIVATE KEY'),
    pem(`Version: 1\n\nlQ${made(200)}\n=a1B2`, 'PGP PRIVATE KEY BLOCK'),
  ],
  jwt: [jwt({ iss: 'https://login.orders.cloud', sub: made(12) })],
  'curl-user': ['curl -u svc-orders:Tq7rW2mZ9xLp', 'curl -s --user svc@orders.shop:Tq7rW2mZ9xLp'],
  'connection-string': [
    'Server=db1;Database=orders;User Id=svc;Password=Tq7rW2mZ9xLp',
    'Host=db1;Username=svc;Port=5432;Pwd=Tq7rW2mZ9xLp',
  ],
  'connection-url': [
    'jdbc:postgresql://db1:5432/orders?user=app&password=Hx72kq0Lz',
    'jdbc:mysql://db1:3306/orders?password=Hx72kq0Lz&user=app',
    'postgresql://db1/orders?password=Hx72kq0Lz&user=app',
  ],
  'aws-secret-key': [
    `AWS_SECRET_ACCESS_KEY=${made(40)}`,
    `"secretAccessKey": "${made(40)}`,
    `aws_secret_access_key = ${made(40)}`,
  ],
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
    Object.entries(SAMPLES).filter(
      ([id]) => !['jwt', 'basic', 'private-key', 'aws-key-id', 'teams-webhook'].includes(id),
    ),
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

describe('what providers print in their manuals, or give out as public', () => {
  it.each([
    'AKIAIOSFODNN7EXAMPLE',
    'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    'ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
    'ghp_16C7e42F292c6912E7710c838347Ae178B4a',
    'github_pat_11AAAAAAA0xxxxxxxxxxxx_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
    'glpat-xxxxxxxxxxxxxxxxxxxx',
    'xoxb-your-token',
    'xoxb-123456789012-1234567890123-abcdefghijklmnopqrstuvwx',
    'https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX',
    `AIza${'SyExampleExampleExampleExampleExamp'}`,
    `sk_test_${'4eC39HqLyjWDarjtT1zdp7dc'}`,
    `pk_live_${made(24)}`,
    `rzp_test_${made(14)}`,
    `shippo_test_${made(40, HEX)}`,
    `duffel_test_${made(43)}`,
    `FLWSECK_TEST-${made(32, HEX)}-X`,
    `access-sandbox-${uuid()}`,
    `access_token$sandbox$${made(16, HEX)}$${made(32, HEX)}`,
    `pubkey-${made(32, HEX)}`,
    `AC${made(32, HEX)}`,
    'SG.xxxxxxxxxxxxxxxxxxxxxx.xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
    'npm_aBcDeFgHiJkLmNoPqRsTuVwXyZ0123456789',
    'AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;',
    'sk-proj-...',
    'sk-ant-api03-<your key>',
    'hf_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
    'dop_v1_<token>',
    'hvs.CAESIEXAMPLEexampleEXAMPLEexampleEXAMPLE',
    'sq0csp-XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX',
    `shpat_${'a1b2c3d4'.repeat(4)}`,
    '110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw-your-token',
    'dapi12345678901234567890123456789012',
    'PMAK-xxxxxxxxxxxxxxxxxxxxxxxx-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
    'lin_api_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
    'NRAK-XXXXXXXXXXXXXXXXXXXXXXXXXXX',
    'glsa_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx_00000000',
    'pscale_tkn_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
    'ATATT3xFfGF0example',
    `age1${made(58, HEX)}`,
    'GOCSPX-your-client-secret-goes-here-x',
    'dp.pt.xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
    `${made(32, HEX)}-us`,
    'pat-na1-00000000-0000-0000-0000-000000000000',
  ])('is no secret: %s', (text) => {
    expect(idsIn(text)).toEqual([])
  })
})

describe('a hostile text', () => {
  const pieces = [
    ...Object.values(SAMPLES).flatMap((samples) => samples.map((sample) => sample.slice(0, -1))),
    'bb=',
    'User=a; ',
    `curl ${' -u a:b'.repeat(40)}`,
    'curl -u a:bbbbbbbb ',
    `${'bb='.repeat(60)}&`,
    'sig=',
    '-eyJ',
    '//a:',
    '-----BEGIN PRIVATE KEY-----',
    '.',
    'MA',
    'a1-',
  ]

  // milliseconds on any machine; hours where a pattern goes back and forth
  it.each(pieces)('comes to an end: %j', (piece) => {
    expect(findSecrets(piece.repeat(Math.ceil(20_000 / piece.length)))).toBeDefined()
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

describe('a password in a text', () => {
  it.each([
    'curl -u user:password https://api.orders.shop',
    'curl -u $USER:$PASSWORD1a',
    'curl -u svc-orders:Your-Password-1',
    'curl -u sk_live:',
    'curl -u example:Tq7rW2mZ9xLp',
    'grep -u svc-orders:Tq7rW2mZ9xLp',
    'curl https://api.orders.shop; tar -u svc-orders:Tq7rW2mZ9xLp',
    'Server=db1;User Id=svc;Password={password1A};',
    'Server=db1;User Id=svc;Password=myPassword123;',
    'jdbc:postgresql://db1/orders?user=app&password=secret123',
    'jdbc:postgresql://db1/orders?user=app&password={password}',
    'jdbc:postgresql://db1/orders?user=app&password=$DB_PASSWORD',
    'https://login.orders.shop/login?user=app&password=Hx72kq0Lz',
    'export AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    `AWS_SECRET_ACCESS_KEY=${'7fd1a60b01f91b314f59955a4e4d4e80d8edf11d'}`,
  ])('was made up, or is none: %s', (text) => {
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
