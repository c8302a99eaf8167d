import { type At, defineRule, type Operation } from '@specward/core'
import { counted } from '../wording.ts'
import { bodyOf, choosesThings, fitsQuery, holdsCredential } from './safe-bodies.ts'

export default defineRule({
  id: 'no-delete-body',
  title: 'DELETE requests have a body.',
  why: 'The body of a DELETE request means nothing in HTTP, and some clients, proxies and firewalls drop it. What is deleted is then not what the body names, but all that the URL does.',
  fix: 'Name what is deleted in the URL, or use POST on a path for the act (`/orders/batch-delete`).',
  presets: { strict: 'info', 'owasp-api-2023': 'off' },
  formats: ['oas'],
  references: {
    owasp: ['API8:2023'],
    cwe: [444],
    controls: ['INPUT-4'],
    specifications: ['RFC 9110, section 9.3.5'],
  },
  falsePositives:
    'Well-known APIs do this, and it works where every client, proxy and firewall on the way is known. It is said once for a description.',
  select: 'document',
  check(document, { report, notApplicable }) {
    const deleting = document.operations.filter(({ kind, method }) => kind === 'http' && method === 'delete')
    if (deleting.length === 0) return notApplicable()
    const found = deleting.flatMap((operation): readonly (readonly [Operation, At])[] => {
      const body = bodyOf(operation)
      return body ? [[operation, body.at]] : []
    })
    const [first, ...others] = found
    if (!first) return
    const [operation, at] = first
    report({
      at,
      covers: found.map(([each]) => each.label),
      message: `${subjectOf(operation, others.length)} a body, which some clients and proxies drop${harmOf(found.map(([each]) => each))}`,
      related: others.slice(0, MOST_RELATED).map(([each, place]) => ({
        at: place,
        message: `\`${each.label}\` has one as well.`,
      })),
      operations: found.map(([each]) => each.label),
    })
  },
  examples: {
    bad: [
      {
        title: 'Two of them, one with a body that is reached through `$ref`; said once',
        text: `
paths:
  /orders:
    delete:
      requestBody: { $ref: '#/components/requestBodies/Ids' }
#     ^^^^^^^^^^^
      responses:
        '204': { description: Deleted }
  /carts:
    delete:
      requestBody: { content: { application/json: { schema: { type: array, items: { type: string } } } } }
      responses:
        '204': { description: Deleted }
components:
  requestBodies:
    Ids: { content: { application/json: { schema: { type: array, items: { type: string } } } } }
`,
      },
      {
        title: 'OpenAPI 2.0: a parameter in the body',
        format: 'oas2',
        text: `
paths:
  /orders:
    delete:
      parameters:
        - { name: ids, in: body, schema: { type: array, items: { type: string } } }
#                 ^^^
      responses:
        '204': { description: Deleted }
`,
      },
    ],
    good: [
      {
        title: 'In the URL, by POST, and in what is answered',
        text: `
paths:
  /orders/{id}:
    delete:
      responses:
        '200': { description: Deleted, content: { application/json: { schema: { type: object } } } }
  /orders/batch-delete:
    post:
      requestBody: { content: { application/json: { schema: { type: array, items: { type: string } } } } }
      responses:
        '204': { description: Deleted }
`,
      },
      {
        title: 'A webhook by DELETE is sent by the API, to whom it concerns',
        text: `
webhooks:
  gone:
    delete:
      requestBody: { content: { application/json: { schema: { type: object } } } }
      responses:
        '204': { description: Received }
`,
      },
    ],
  },
})

/** More than these, nobody reads. */
const MOST_RELATED = 10

function subjectOf({ label }: Operation, others: number): string {
  return others === 0 ? `\`${label}\` has` : `\`${label}\` and ${counted(others, 'other operation')} have`
}

/** What may come of it, and what to do: nothing that a body holds as a secret belongs into a URL. */
function harmOf(operations: readonly Operation[]): string {
  const open = operations.filter((each) => !holdsCredential(each))
  const choosing = open.filter(choosesThings)
  const harm =
    choosing.length === 0
      ? '.'
      : choosing.length < operations.length
        ? '. Where it names what is meant, more may be deleted.'
        : ': more may be deleted than was meant.'
  if (open.length === 0) return `${harm} Use POST.`
  const isFit = choosing.length > 0 || open.every(fitsQuery)
  if (!isFit) return `${harm} Use POST.`
  const inUrl = choosing.length > 0 ? 'name what is deleted in the URL' : 'take it in the query string'
  const which = open.length < operations.length ? ', where it is no credential' : ''
  return `${harm} Use POST, or ${inUrl}${which}.`
}
