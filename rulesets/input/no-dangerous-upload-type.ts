import { defineRule, type Node } from '@specward/core'
import { labelsOf } from '../headers.ts'
import { listed } from '../wording.ts'
import { type AcceptedType, acceptedTypes } from './accepted-types.ts'
import { type Danger, dangerOf } from './dangerous-types.ts'

const DANGERS: Readonly<Record<Danger, string>> = {
  page: 'serve it from a host of its own, as an attachment: browsers run the scripts in it',
  program: 'leave it out, or scan it: whoever opens it runs what the sender wrote',
  archive: 'limit what it unpacks to: it may be many times its size, or lie outside its folder',
}

export default defineRule({
  id: 'no-dangerous-upload-type',
  title: 'Files are accepted that can run code or unpack without end.',
  why: 'An HTML page or an SVG picture that is served again runs as a script of your own website. A program or a macro runs at whoever opens it, and an archive of a few kilobytes can unpack to more than any disk holds.',
  fix: 'Accept the types that are needed (`image/png` in place of `image/*`). Serve what others sent from a host of its own as an attachment, and limit what an archive may unpack to.',
  presets: { strict: 'info', 'owasp-api-2023': 'off' },
  formats: ['oas'],
  references: {
    owasp: ['API8:2023'],
    cwe: [434, 409],
    controls: ['INPUT-4', 'RATE-7'],
    specifications: ['RFC 7578, section 4.4'],
  },
  falsePositives:
    'Some operations are there for such files: a deployment takes an archive. What the server does with them, the description cannot tell.',
  select: 'document',
  check(_, { report, notApplicable, model }) {
    const accepted = acceptedTypes(model)
    if (accepted.length === 0) return notApplicable()
    const bodies = new Map<Node, AcceptedType[]>()
    for (const each of accepted) {
      if (dangerOf(each.type) === undefined || each.operations.every(({ kind }) => kind !== 'http')) continue
      const same = bodies.get(each.holder)
      if (same) same.push(each)
      else bodies.set(each.holder, [each])
    }
    for (const types of bodies.values()) {
      const [first] = types
      if (!first) continue
      const labels = labelsOf(types.flatMap(({ operations }) => operations))
      report({
        at: first.at,
        covers: types.map(({ node }) => node),
        message: `\`${labels[0]}\` takes ${dangersOf(types)}.`,
        related: types
          .slice(1)
          .filter(({ node }) => node !== first.node)
          .map(({ at, type }) => ({ at, message: `\`${type}\` as well.` })),
        operations: labels,
      })
    }
  },
  examples: {
    bad: [
      {
        title: 'A page, and pictures of any kind in a form that is reached through `$ref`',
        text: `
paths:
  /pages/{id}:
    put:
      requestBody:
        content:
          text/html: { schema: { type: string } }
#         ^^^^^^^^^
      responses: { '204': { description: OK } }
  /avatar:
    put:
      requestBody: { $ref: '#/components/requestBodies/Avatar' }
      responses: { '204': { description: OK } }
components:
  requestBodies:
    Avatar:
      content:
        multipart/form-data:
          schema: { type: object, properties: { picture: { type: string, format: binary } } }
          encoding:
            picture: { contentType: image/* }
#                                   ^^^^^^^
`,
      },
      {
        title: 'OpenAPI 2.0: archives and programs, said once',
        format: 'oas2',
        text: `
paths:
  /plugins:
    post:
      consumes: [application/zip, application/java-archive]
#                ^^^^^^^^^^^^^^^
      parameters: [{ name: plugin, in: body, schema: { type: string, format: binary } }]
      responses: { '201': { description: OK } }
`,
      },
    ],
    good: [
      {
        title: 'Types that nothing runs, text about pages, and what is returned',
        text: `
paths:
  /avatar:
    put:
      requestBody:
        content:
          multipart/form-data:
            schema: { type: object, properties: { picture: { type: string, format: binary } } }
            encoding:
              picture: { contentType: 'image/png, image/jpeg' }
              meta: { contentType: application/json }
          image/png: { schema: { type: string, format: binary } }
      responses:
        '200': { description: OK, content: { text/html: { schema: { type: string } } } }
`,
      },
      {
        title: 'OpenAPI 2.0: nothing is sent',
        format: 'oas2',
        text: `
consumes: [application/zip]
paths:
  /plugins:
    get:
      responses: { '200': { description: OK } }
`,
      },
    ],
  },
})

/** `application/zip`, so limit what it unpacks to, and `text/html`, so ... */
function dangersOf(types: readonly AcceptedType[]): string {
  const byDanger = new Map<Danger, string[]>()
  for (const { type } of types) {
    const danger = dangerOf(type)
    if (danger === undefined) continue
    byDanger.set(danger, [...new Set([...(byDanger.get(danger) ?? []), type])])
  }
  return [...byDanger]
    .map(
      ([danger, names]) =>
        `${listed(names)}${names.includes('image/*') ? ', SVG among them' : ''} (${DANGERS[danger]})`,
    )
    .join(' and ')
}
