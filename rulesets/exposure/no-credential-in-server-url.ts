import { classifyName, defineRule, type Sensitivity } from '@specward/core'
import { withArticle } from '../wording.ts'

export default defineRule({
  id: 'no-credential-in-server-url',
  title: 'A variable of a server puts a credential into the URL.',
  why: 'It then stands in the URL of every request: in access logs, browser histories, monitoring and the `Referer` of the next request. Whoever reads one of those has the credential.',
  fix: 'Take the credential out of the URL. Send it in a header, and declare it as a security scheme.',
  presets: { recommended: 'error', strict: 'error' },
  formats: ['oas3', 'asyncapi'],
  references: {
    owasp: ['API2:2023'],
    cwe: [598],
    controls: ['APIKEY-2'],
    specifications: ['RFC 9110, section 17.9'],
  },
  falsePositives:
    'Only names that hardly stand for anything else are reported, and those like `token` where the query calls the value so as well. A variable that has its values listed under `enum` is none: what is published is no secret.',
  select: 'server',
  check(expansion, { report, notApplicable, model, facts }) {
    const { server } = expansion
    // a server is judged once, whatever values its variables have
    if (expansion !== server.expansions[0]) return notApplicable()
    const variables = server.node.child('variables')
    if (!variables?.isObject) return notApplicable()
    const keys = keysIn(server.template)
    for (const variable of variables.children()) {
      if (!server.template.includes(`{${variable.key}}`)) continue
      const own = classifyName(variable.key, facts.sensitiveNames)
      const name = keys.get(variable.key)
      const sensitivity = credentialAmong(own, classifyName(name ?? '', facts.sensitiveNames))
      const values = model.resolve(variable) ?? variable
      if (!sensitivity || values.child('enum')) continue
      const what = sensitivity.by === 'policy' ? 'a credential by the policy' : withArticle(sensitivity.term)
      report({
        at: { node: variable, part: 'key' },
        message: `Variable \`${variable.key}\` of server \`${server.template}\` puts ${what} into the URL of every request.`,
        discriminator: variable.key,
      })
    }
  },
  examples: {
    bad: [
      {
        title: 'An API key in the path',
        text: `
servers:
  - url: https://{region}.example.com/{apiKey}
    variables:
      region: { default: eu }
      apiKey: { default: '0' }
#     ^^^^^^
`,
      },
      {
        title: 'AsyncAPI 2: a variable that is reached through `$ref`',
        format: 'asyncapi2',
        text: `
servers:
  feed:
    url: wss://feed.example.com/{accessToken}
    protocol: wss
    variables:
      accessToken: { $ref: '#/components/serverVariables/Token' }
#     ^^^^^^^^^^^
components:
  serverVariables:
    Token: { description: The token of the reader. }
`,
      },
      {
        title: 'AsyncAPI 3',
        format: 'asyncapi3',
        text: `
servers:
  feed:
    host: feed.example.com
    pathname: /{password}
    protocol: wss
    variables:
      password: { default: none }
#     ^^^^^^^^
`,
      },
      {
        title: 'AsyncAPI 3: in the query of `pathname`',
        format: 'asyncapi3',
        text: `
servers:
  rooms:
    host: rooms.acme.com
    pathname: /ws?token={token}
    protocol: wss
    variables:
      token: {}
#     ^^^^^
`,
      },
      {
        title: 'A name that tells nothing, given to one that does',
        text: `
servers:
  - url: https://api.acme.com/?api_key={k}
    variables:
      k: { default: '' }
#     ^
`,
      },
    ],
    good: [
      {
        title: 'Near miss: a name that may mean something else',
        text: `
servers:
  - url: https://api.acme.com/?after={token}&key={region}
    variables:
      token: { default: '' }
      region: { default: eu }
`,
      },
      {
        title: 'Variables that only sound like one, and one that the URL does not use',
        text: `
servers:
  - url: https://{tenant}.example.com/{tokenVersion}
    variables:
      tenant: { default: acme }
      tokenVersion: { default: v2 }
      apiKey: { default: unused }
`,
      },
      {
        title: 'AsyncAPI 2: one of a list that everybody can read',
        format: 'asyncapi2',
        text: `
servers:
  feed:
    url: wss://feed.example.com/{secret}
    protocol: wss
    variables:
      secret: { enum: [open, closed], default: open }
`,
      },
      {
        title: 'AsyncAPI 3: nothing but a region',
        format: 'asyncapi3',
        text: `
servers:
  feed:
    host: '{region}.example.com'
    protocol: wss
    variables:
      region: { default: eu }
`,
      },
    ],
  },
})

/** Names in the query, by the variable that is their value: `token` for `{t}` in `?token={t}`. */
function keysIn(template: string): ReadonlyMap<string, string> {
  const pairs = template.matchAll(/[?&]([\w.-]{1,80})=\{([^{}]{1,200})\}/g)
  return new Map([...pairs].map(([, key = '', variable = '']) => [variable, key]))
}

/** By the name of the variable or that in the query; two names that may mean something else make sure together. */
function credentialAmong(...names: readonly (Sensitivity | undefined)[]): Sensitivity | undefined {
  const found = names.flatMap((each) => (each?.dataClass === 'credential' ? [each] : []))
  const certain = found.find(({ confidence }) => confidence === 'certain')
  return certain ?? (found.length > 1 ? found[0] : undefined)
}
