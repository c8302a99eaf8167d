import { defineRule, type Model } from '@specward/core'
import { labelsOf } from '../headers.ts'
import { listed } from '../wording.ts'
import { type AcceptedType, acceptedTypes } from './accepted-types.ts'

type Language = 'XML' | 'YAML'

/** Office files are archives of XML. */
const XML =
  /^(?:application|text)\/(?:xml|xml-external-parsed-entity)$|\+xml$|^application\/vnd\.(?:openxmlformats-officedocument|oasis\.opendocument)\./

const YAML = /^(?:application|text)\/(?:x-)?yaml$|\+yaml$/

const RISKS: Readonly<Record<Language, string>> = {
  XML: 'an XML parser that resolves external entities reads files and calls internal hosts',
  YAML: 'a YAML parser that makes objects of tags runs code',
}

/** Said of the parser: that it is closed. */
const HARDENED =
  /\b(?:DTDs?|DOCTYPEs?|XXE|external entit(?:y|ies)|entity expansion|YAML tags)\b[^.]{0,80}\b(?:refused|rejected|disabled|forbidden|prohibited|ignored|blocked|off|not (?:allowed|accepted|resolved|supported|expanded|processed|permitted))\b|\b(?:no|without|never|disables?|refuses?|rejects?|forbids?)\b[^.]{0,40}\b(?:DTDs?|DOCTYPEs?|external entit(?:y|ies)|entity expansion|YAML tags)\b/i

export default defineRule({
  id: 'require-hardened-parser',
  title: 'XML or YAML is accepted, and nothing says that its parser is hardened.',
  why: 'Many XML parsers resolve external entities unless they are told not to: a document then reads files of the server or calls internal hosts. Many YAML parsers make objects of any class. In both, a few nested references use up all memory.',
  fix: 'Take JSON alone where nobody needs more. Else switch off document types and external entities, read YAML with a safe loader, and say so in the description.',
  presets: { strict: 'info' },
  formats: ['oas', 'asyncapi'],
  references: {
    owasp: ['API8:2023'],
    cwe: [611, 776, 502],
    controls: ['INPUT-4'],
    specifications: ['RFC 7303, section 10', 'RFC 9512, section 4'],
  },
  falsePositives:
    'A description cannot show how a parser is set up, so this asks for a look, once for a description. It is silent where the description says that document types, external entities or tags are refused.',
  select: 'document',
  check(_, { report, notApplicable, model }) {
    const read = acceptedTypes(model).flatMap((each) => {
      const language = languageOf(each)
      return language === undefined ? [] : [{ ...each, language }]
    })
    const [first, ...others] = read
    if (!first) return notApplicable()
    if (isSaidToBeHardened(model)) return
    const languages = [...new Set(read.map(({ language }) => language))].sort()
    const types = [...new Set(read.map(({ type }) => type))]
    report({
      at: first.at,
      covers: read.map(({ at }) => at),
      message: `${languages.join(' and ')} ${languages.length === 1 ? 'is' : 'are'} accepted (${listed(types)}), and ${languages.map((each) => RISKS[each]).join('; ')}. Harden the parser and say so, or take JSON alone.`,
      related: others.slice(0, MOST_RELATED).map(({ at, type, operations }) => ({
        at,
        message: `\`${operations[0]?.label}\` takes \`${type}\` as well.`,
      })),
      operations: labelsOf(read.flatMap(({ operations }) => operations)),
    })
  },
  examples: {
    bad: [
      {
        title: 'XML and YAML, one in a body that is reached through `$ref`; said once',
        text: `
paths:
  /orders:
    post:
      requestBody: { $ref: '#/components/requestBodies/Order' }
      responses: { '201': { description: OK } }
  /pipelines:
    put:
      requestBody: { content: { application/yaml: { schema: { type: object } } } }
      responses: { '204': { description: OK } }
components:
  requestBodies:
    Order:
      content:
        application/vnd.example.order+xml: { schema: { type: object } }
#       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
`,
      },
      {
        title: 'OpenAPI 2.0: a list of the operation',
        format: 'oas2',
        text: `
paths:
  /orders:
    post:
      consumes: [application/json, text/xml]
#                                  ^^^^^^^^
      parameters: [{ name: order, in: body, schema: { type: object } }]
      responses: { '201': { description: OK } }
`,
      },
      {
        title: 'AsyncAPI: a message that is received',
        format: 'asyncapi2',
        text: `
channels:
  orders:
    publish:
      message: { contentType: application/soap+xml, payload: { type: string } }
#                             ^^^^^^^^^^^^^^^^^^^^
`,
      },
    ],
    good: [
      {
        title: 'Hardened by its own words',
        text: `
paths:
  /orders:
    post:
      description: Documents with a DOCTYPE are refused.
      requestBody: { content: { application/xml: { schema: { type: object } } } }
      responses: { '201': { description: OK } }
`,
      },
      {
        title: 'AsyncAPI: in a message that is sent',
        format: 'asyncapi3',
        text: `
channels:
  orders:
    address: orders
    messages:
      order: { contentType: application/xml, payload: { type: string } }
operations:
  tellOrder:
    action: send
    channel: { $ref: '#/channels/orders' }
`,
      },
      {
        title: 'XML that is returned or sent, and JSON about it',
        text: `
paths:
  /orders:
    post:
      requestBody: { content: { application/json: { schema: { type: object, properties: { xml: { type: boolean } } } } } }
      responses: { '201': { description: OK, content: { application/xml: { schema: { type: object } } } } }
webhooks:
  ordered:
    post:
      requestBody: { content: { application/xml: { schema: { type: object } } } }
      responses: { '204': { description: OK } }
`,
      },
    ],
  },
})

/** More than these, nobody reads. */
const MOST_RELATED = 10

function languageOf({ type }: AcceptedType): Language | undefined {
  if (XML.test(type)) return 'XML'
  return YAML.test(type) ? 'YAML' : undefined
}

function isSaidToBeHardened(model: Model): boolean {
  return model
    .stringsWith(HARDENED, 10)
    .some(({ node }) => node.key === 'description' || node.key === 'summary')
}
