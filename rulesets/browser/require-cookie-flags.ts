import { defineRule, type Header, type Node, type Operation, tokens } from '@specward/core'
import { labelsOf, sentHeaders } from '../headers.ts'
import { listed } from '../wording.ts'
import { isCookie } from './cookies.ts'

/** A cookie as it is shown, and what is missing from it. */
interface ShownCookie {
  readonly node: Node
  readonly name: string
  readonly missing: readonly string[]
  /** Why a browser refuses it; undefined where it does not. */
  readonly refused: string | undefined
  /** What is set, and lets others use it. */
  readonly open: readonly string[]
}

export default defineRule({
  id: 'require-cookie-flags',
  title: 'A session cookie is set without `Secure`, `HttpOnly` or `SameSite`.',
  why: 'Without `Secure` the session travels over plain HTTP, without `HttpOnly` any script in the page can take it, and without `SameSite` other websites can use it.',
  fix: 'Set the cookie with `Secure; HttpOnly; SameSite=Lax` (or `Strict`), best under a name that begins with `__Host-`, and show it that way.',
  presets: { recommended: 'info', strict: 'warn', 'internal-api': 'off' },
  formats: ['oas'],
  references: {
    owasp: ['API8:2023', 'API2:2023'],
    cwe: [614, 1004, 1275],
    controls: ['SESSION-1'],
    specifications: ['RFC 6265bis, section 4.1.2 and section 4.1.3'],
  },
  falsePositives:
    'Only cookies are judged of which the description shows a value, and whose name tells of a session or a token, or is that of a security scheme. An attribute that is named in the description of the header counts as set.',
  select: 'document',
  check({ schemes }, { report, notApplicable, model }) {
    const ofSchemes = new Set(schemes.filter(isCookie).map(({ parameterName }) => parameterName))
    const shown = sentHeaders(model, 'set-cookie').flatMap(({ header, operations }) =>
      cookiesOf(header, ofSchemes).map((cookie) => ({ cookie, operations })),
    )
    if (shown.length === 0) return notApplicable()
    const bad = new Map<Node, { cookie: ShownCookie; operations: Operation[] }>()
    for (const { cookie, operations } of shown) {
      if (cookie.missing.length === 0 && cookie.refused === undefined && cookie.open.length === 0) continue
      const known = bad.get(cookie.node)
      if (known) for (const operation of operations) known.operations.push(operation)
      else bad.set(cookie.node, { cookie, operations: [...operations] })
    }
    for (const { cookie, operations } of bad.values()) {
      report({
        at: cookie.node,
        message: messageFor(cookie),
        discriminator: cookie.name,
        operations: labelsOf(operations),
        fix: mend(cookie),
      })
    }
  },
  examples: {
    bad: [
      {
        title: 'Nothing but `HttpOnly`, in a header that is reached through `$ref`',
        text: `
paths:
  /login:
    post:
      responses:
        '204':
          description: Signed in
          headers:
            set-cookie: { $ref: '#/components/headers/Session' }
components:
  headers:
    Session:
      schema: { type: string, example: JSESSIONID=abcde12345; Path=/; HttpOnly }
#                                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
`,
      },
      {
        title: 'A prefix that promises more than is set, and the cookie of a scheme',
        text: `
paths:
  /login:
    post:
      responses:
        '204':
          description: Signed in
          headers:
            Set-Cookie:
              schema: { type: string }
              examples:
                session:
                  value: __Host-session=abc; Path=/; Domain=example.com; Secure; HttpOnly; SameSite=Lax
#                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                other:
                  value: pid=12; Path=/; Secure; HttpOnly; SameSite=None
                everywhere:
                  value: session=a; Secure; HttpOnly; SameSite=None; Domain=.example.com
#                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                embedded:
                  value: session_embedded=a; Path=/; Secure; HttpOnly; SameSite=None
                scheme:
                  value: who=12; Path=/; HttpOnly; SameSite=None
#                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
components:
  securitySchemes:
    who: { type: apiKey, in: cookie, name: who }
`,
      },
      {
        title: 'OpenAPI 2.0: by a pattern',
        format: 'oas2',
        text: `
paths:
  /login:
    post:
      responses:
        '204':
          description: Signed in
          headers:
            Set-Cookie: { type: string, pattern: '^auth_token=[^;]+; Secure; HttpOnly$' }
#                                                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
`,
      },
    ],
    good: [
      {
        title: 'All attributes, in any case; a cookie that is deleted, and one for scripts',
        text: `
paths:
  /login:
    post:
      responses:
        '204':
          description: Signed in
          headers:
            Set-Cookie:
              schema: { type: string }
              examples:
                session: { value: '__Host-session=abc; path=/; secure; httponly; samesite=lax' }
                csrf: { value: 'csrftoken=abc; Path=/' }
                theme: { value: 'theme=dark; Path=/' }
  /logout:
    post:
      responses:
        '204':
          description: Signed out
          headers:
            Set-Cookie: { example: 'SESSION=; Max-Age=0; Path=/', schema: { type: string } }
`,
      },
      {
        title: 'The example is short, and the description tells the rest',
        text: `
paths:
  /login:
    post:
      responses:
        '204':
          description: Signed in
          headers:
            Set-Cookie:
              description: The session. Always set with Secure, HttpOnly and SameSite=Strict.
              schema: { type: string, example: session=abc }
`,
      },
      {
        title: 'OpenAPI 2.0: no value is shown',
        format: 'oas2',
        text: `
paths:
  /login:
    post:
      responses:
        '204':
          description: Signed in
          headers:
            Set-Cookie: { type: string, description: The session cookie. }
`,
      },
    ],
  },
})

/** Cookies with values that are shown, and whose name tells of a session. */
function cookiesOf(header: Header, ofSchemes: ReadonlySet<string | undefined>): readonly ShownCookie[] {
  const { description = '' } = header
  const patterns = (header.schema?.all('pattern') ?? []).filter(({ string = '' }) => /^\^.*\$$/s.test(string))
  return [...header.values, ...patterns].flatMap((node) => {
    const text = (node.string ?? '').trim().replace(/^\^/, '').replace(/\$$/, '')
    const [pair = '', ...rest] = text.split(';')
    const [, name = '', value = ''] = /^([\w.!#%&'*+^`|~$-]+)=(.*)$/s.exec(pair.trim()) ?? []
    const attributes = new Map(
      rest.map((each) => {
        const [key = '', ...of] = each.trim().split('=')
        return [key.toLowerCase(), of.join('=').toLowerCase()] as const
      }),
    )
    if (name === '' || isDeleted(value, attributes) || !isOfSession(name, ofSchemes)) return []
    const said = (word: RegExp) => word.test(description)
    const missing = [
      ...(attributes.has('secure') || said(/\bsecure\b/i) ? [] : ['Secure']),
      ...(attributes.has('httponly') || said(/\bhttp-?only\b/i) ? [] : ['HttpOnly']),
      ...(attributes.has('samesite') || said(/\bsame-?site\b/i) ? [] : ['SameSite']),
    ]
    const open = [
      ...(attributes.get('samesite') === 'none'
        ? ['`SameSite=None`, so requests of all websites carry it']
        : []),
      ...(attributes.get('domain') ? ['`Domain`, so every host of that domain gets it'] : []),
    ]
    // for a page that is embedded elsewhere, one of the two is needed
    return [{ node, name, missing, refused: refusalOf(name, attributes), open: open.length > 1 ? open : [] }]
  })
}

function isDeleted(value: string, attributes: ReadonlyMap<string, string>): boolean {
  const ends = attributes.get('expires') ?? ''
  return (
    /^"?(?:deleted)?"?$/.test(value) ||
    /^(?:0|-\d+)$/.test(attributes.get('max-age') ?? '') ||
    /\b1970\b/.test(ends)
  )
}

function isOfSession(name: string, ofSchemes: ReadonlySet<string | undefined>): boolean {
  const words = tokens(name.replace(/^__(?:Host|Secure)-/i, ''))
  if (words.some((word) => /^(?:csrf|xsrf|antiforgery)/.test(word))) return false
  return ofSchemes.has(name) || words.some((word) => SESSION_WORDS.has(word))
}

const SESSION_WORDS: ReadonlySet<string> = new Set([
  ...['session', 'sess', 'sessid', 'sessionid', 'jsessionid', 'phpsessid', 'sid', 'auth', 'token', 'jwt'],
])

/** Rules of browsers for names that begin in a certain way, and for cookies that are sent to all websites. */
function refusalOf(name: string, attributes: ReadonlyMap<string, string>): string | undefined {
  const isSecure = attributes.has('secure')
  if (/^__Host-/i.test(name) && (!isSecure || attributes.get('path') !== '/' || attributes.has('domain'))) {
    return '`__Host-` asks for `Secure` and `Path=/`, and forbids `Domain`'
  }
  if (/^__Secure-/i.test(name) && !isSecure) return '`__Secure-` asks for `Secure`'
  return attributes.get('samesite') === 'none' && !isSecure ? '`SameSite=None` asks for `Secure`' : undefined
}

function messageFor({ name, missing, refused, open }: ShownCookie): string {
  if (refused !== undefined) return `Browsers refuse the cookie \`${name}\` as it is shown: ${refused}.`
  if (missing.length === 0) return `The cookie \`${name}\` is set with ${open.join(', and with ')}.`
  return `The cookie \`${name}\` is set without ${listed(missing)}.`
}

function mend({ node, missing, refused }: ShownCookie) {
  if (refused !== undefined || missing.length === 0 || node.key === 'pattern') return undefined
  const added = missing.map((each) => (each === 'SameSite' ? 'SameSite=Lax' : each))
  const value = [withoutEnd(node.string ?? ''), ...added].join('; ')
  return {
    title: 'Add what is missing',
    kind: 'suggested',
    edits: [{ node, edit: { op: 'set', path: node.path, value } as const }],
  } as const
}

/** Without what separates attributes at the end. */
function withoutEnd(text: string): string {
  let end = text.length
  while (end > 0 && /[;\s]/.test(text.charAt(end - 1))) end--
  return text.slice(0, end)
}
