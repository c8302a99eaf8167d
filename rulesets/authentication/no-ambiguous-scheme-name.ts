import { defineRule, type Node } from '@specward/core'
import { requirementsOf } from './requirements.ts'

export default defineRule({
  id: 'no-ambiguous-scheme-name',
  title: 'The name of a security scheme reads as the address of another one.',
  why: 'From OpenAPI 3.2 on, a requirement may give the URI of a scheme, and a component of the same name wins over it. Whoever reads the requirement, or a tool that looks at URIs first, takes it for another scheme than the one that is in force.',
  fix: 'Give the component a plain name, and require it by that name.',
  presets: { recommended: 'warn', strict: 'warn' },
  formats: ['oas3.2'],
  references: {
    owasp: ['API2:2023'],
    cwe: [436],
    controls: ['AUTHN-2'],
    specifications: ['OpenAPI 3.2.0, Security Requirement Object'],
  },
  falsePositives:
    'Names with dots and colons are common and mean nothing; only what has the shape of a JSON Pointer, a path, a URL or the name of a file is reported.',
  select: 'securityScheme',
  check(scheme, { report, notApplicable, model }) {
    const requirements = requirementsOf(scheme, model).filter(({ name }) => isAddress(name))
    const section = model.document.node.at('components', 'securitySchemes')
    const named = requirements.flatMap((each) => {
      const declared = section?.child(each.name)
      return declared ? [{ declared, each }] : []
    })
    const [first] = named
    if (!first) return notApplicable()
    const { name } = first.each
    const other = targetOf(name, model.document.node)
    if (other && model.resolve(other) === scheme.node) return
    report({
      at: { node: first.declared, part: 'key' },
      message: `\`${name}\` is the name of this scheme and reads as the address of ${other ? `\`${other.key}\`` : 'another'}: the name wins, so what requires it gets this one.`,
      related: [
        { at: { node: first.each.node, part: 'key' }, message: 'It is required here.' },
        ...(other
          ? [{ at: { node: other, part: 'key' as const }, message: 'The scheme at this address.' }]
          : []),
      ],
    })
  },
  examples: {
    bad: [
      {
        title: 'The document seems to require certificates, but a key will do',
        format: 'oas3.2',
        text: `
security:
  - '#/components/securitySchemes/certificate': []
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    certificate: { type: mutualTLS }
    '#/components/securitySchemes/certificate': { type: apiKey, in: header, name: X-Api-Key }
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
`,
      },
      {
        title: 'The name of a file, required by a path item that is reached through `$ref`',
        format: 'oas3.2',
        text: `
paths:
  /orders:
    $ref: '#/components/pathItems/Orders'
components:
  pathItems:
    Orders:
      get:
        security: [{ oauth.yaml: [] }]
        responses:
          '200': { description: OK }
  securitySchemes:
    oauth.yaml: { $ref: '#/components/securitySchemes/key' }
#   ^^^^^^^^^^
    key: { type: apiKey, in: header, name: X-Api-Key }
`,
      },
    ],
    good: [
      {
        title: 'A URI where no component has that name, and names with dots',
        format: 'oas3.2',
        text: `
security:
  - '#/components/securitySchemes/token': []
  - acme.oauth_2.0: []
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
    acme.oauth_2.0: { type: apiKey, in: header, name: X-Api-Key }
`,
      },
      {
        title: 'A name that is the address of the same scheme',
        format: 'oas3.2',
        text: `
security:
  - '#/components/securitySchemes/token': []
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
    '#/components/securitySchemes/token': { $ref: '#/components/securitySchemes/token' }
`,
      },
    ],
  },
})

/** A JSON Pointer, a path, a URL, or the name of a file. */
function isAddress(name: string): boolean {
  return /[/#]|^(?:urn|https?|file):|\.(?:ya?ml|json)$/i.test(name)
}

/** The scheme of the document at which a pointer leads. */
function targetOf(name: string, root: Node): Node | undefined {
  if (!name.startsWith('#/')) return undefined
  const keys = name
    .slice(2)
    .split('/')
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))
  return root.at(...keys)
}
