import { defineRule, type Model, type Node, type Operation } from '@specward/core'
import { grows, makersAmong } from './growing.ts'
import { readsCollection } from './lists.ts'
import { saysMost, saysPages } from './page-words.ts'
import { isWhole, showsPlace } from './whole-lists.ts'

export default defineRule({
  id: 'require-pagination',
  title: 'A list that callers add to is returned without pages.',
  why: 'Whoever can add entries can make the list as long as they like, and then each call reads, builds and sends all of it. A few such calls at once exhaust the service, and one call takes all data away.',
  fix: 'Return the list in pages: take a `cursor` (or `page`) and a `limit` with a `maximum`, and apply a default where they are not given. Where the list is short by nature, say so with `maxItems`.',
  presets: { recommended: 'warn', strict: 'warn' },
  formats: ['oas'],
  references: { owasp: ['API4:2023'], cwe: [770], controls: ['RATE-5'] },
  falsePositives:
    'Only lists of objects are judged to which a `POST` at the same path adds. What is few by nature (roles, types, settings) is left alone, and so is what belongs to one thing, unless it is known to become many (comments, messages). Any parameter that asks for a page, a time or a value, and any link or cursor in the answer, counts as a bound. Deprecated operations are passed over. Where the text of the description explains pages that no operation declares, this is said once as undecided.',
  select: 'document',
  check({ operations, node: root }, { report, undecided, notApplicable, model }) {
    const lists = operations.filter((each) => !each.deprecated && readsCollection(each))
    const makers = makersAmong(operations)
    const growing = lists.filter((operation) => grows(operation, makers))
    if (growing.length === 0) return notApplicable()
    const whole = growing.filter(isWhole)
    const about = whole.length > 0 ? aboutOf(root, model) : undefined
    if (about && saysPages(about.string ?? '') && !operations.some(showsPlace)) {
      const because = `\`info.description\` explains pages, and no operation declares a parameter for them`
      return undecided({ at: about, because })
    }
    for (const operation of whole) {
      const { node, label, summary = '', description = '' } = operation
      const text = `${summary} ${description}`
      if (saysMost(text) || saysPages(text)) {
        const because = `the text of \`${label}\` speaks of a limit or of pages that no parameter shows`
        undecided({ at: node, because })
        continue
      }
      if (hasUnreadParameter(operation, model)) {
        undecided({ at: node, because: `a parameter of \`${label}\` could not be read` })
        continue
      }
      report({
        at: node,
        message: `\`${label}\` returns a list to which callers can add, and declares nothing like \`limit\`, \`page\` or \`cursor\`; the list has no \`maxItems\` either.`,
        discriminator: label,
        operations: [label],
      })
    }
  },
  examples: {
    bad: [
      {
        title:
          'All orders; other parameters do not bound the list, which is reached through `$ref` and `allOf`',
        text: `
paths:
  /orders:
    get:
#   ^^^
      parameters:
        - { name: sort, in: query, schema: { type: string } }
      responses:
        '200':
          description: OK
          content:
            application/json:
              schema: { $ref: '#/components/schemas/Orders' }
    post:
      responses:
        '201': { description: Created }
components:
  schemas:
    Orders:
      allOf:
        - type: object
          properties:
            orders: { $ref: '#/components/schemas/List' }
    List: { type: array, items: { type: object, properties: { id: { type: string } } } }
`,
      },
      {
        title: 'Comments on one article, and a list that is added to at a path of its own',
        text: `
paths:
  /articles/{id}/comments:
    get:
#   ^^^
      responses:
        '200':
          description: OK
          content:
            application/json:
              schema: { type: [array, 'null'], items: { type: object, properties: { text: { type: string } } } }
    post:
      responses:
        '201': { description: Created }
  /volumes:
    get:
#   ^^^
      responses:
        '200':
          description: OK
          content:
            application/json:
              schema: { type: array, items: { type: object, properties: { name: { type: string } } } }
  /volumes/create:
    post:
      responses:
        '201': { description: Created }
`,
      },
      {
        title: 'OpenAPI 2.0',
        format: 'oas2',
        text: `
paths:
  /pets:
    get:
#   ^^^
      responses:
        '200': { description: OK, schema: { type: array, items: { $ref: '#/definitions/Pet' } } }
    post:
      responses:
        '201': { description: Created }
definitions:
  Pet: { type: object, properties: { name: { type: string } } }
`,
      },
    ],
    good: [
      {
        title: 'Pages, by parameters of any name, by a link in the answer or a header; a list with an end',
        text: `
paths:
  /orders:
    get:
      parameters:
        - { name: $top, in: query, schema: { type: integer, maximum: 100 } }
      responses: { '200': { $ref: '#/components/responses/Things' } }
    post: { responses: { '201': { description: Created } } }
  /invoices:
    get:
      responses:
        '200':
          description: OK
          content:
            application/json:
              schema:
                type: object
                properties:
                  data: { $ref: '#/components/schemas/Things' }
                  meta: { type: object, properties: { nextCursor: { type: string } } }
    post: { responses: { '201': { description: Created } } }
  /tickets:
    get:
      responses:
        '200':
          description: OK
          headers: { Link: { schema: { type: string } } }
          content:
            application/json: { schema: { $ref: '#/components/schemas/Things' } }
    post: { responses: { '201': { description: Created } } }
  /tables:
    get:
      responses:
        '200':
          description: OK
          content:
            application/json:
              schema: { allOf: [{ $ref: '#/components/schemas/Things' }, { maxItems: 50 }] }
    post: { responses: { '201': { description: Created } } }
components:
  responses:
    Things:
      description: OK
      content:
        application/json: { schema: { $ref: '#/components/schemas/Things' } }
  schemas:
    Things: { type: array, items: { type: object, properties: { id: { type: string } } } }
`,
      },
      {
        title:
          'Near misses: nothing is added, few by nature, few for one thing, scalars, a list in one thing',
        text: `
paths:
  /countries:
    get: { responses: { '200': { $ref: '#/components/responses/Things' } } }
  /roles:
    get: { responses: { '200': { $ref: '#/components/responses/Things' } } }
    post: { responses: { '201': { description: Created } } }
  /customers/{id}/addresses:
    get: { responses: { '200': { $ref: '#/components/responses/Things' } } }
    post: { responses: { '201': { description: Created } } }
  /words:
    get:
      responses:
        '200':
          description: OK
          content:
            application/json: { schema: { type: array, items: { type: string } } }
    post: { responses: { '201': { description: Created } } }
  /cart:
    get:
      responses:
        '200':
          description: OK
          content:
            application/json:
              schema:
                type: object
                properties:
                  lines: { type: array, items: { type: object, properties: { sku: { type: string } } } }
    post: { responses: { '201': { description: Created } } }
components:
  responses:
    Things:
      description: OK
      content:
        application/json:
          schema: { type: array, items: { type: object, properties: { id: { type: string } } } }
`,
      },
      {
        title: 'Deprecated, and a parameter that limits the number by what is said of it',
        text: `
paths:
  /orders:
    get:
      deprecated: true
      responses: { '200': { $ref: '#/components/responses/Things' } }
    post: { responses: { '201': { description: Created } } }
  /invoices:
    get:
      parameters:
        - { name: recent, in: query, schema: { type: integer }, description: Limits the number of invoices. }
      responses: { '200': { $ref: '#/components/responses/Things' } }
    post: { responses: { '201': { description: Created } } }
  /payments:
    get:
      parameters:
        - { name: amountOf, in: query, schema: { type: integer }, description: The number of payments to return. }
      responses: { '200': { $ref: '#/components/responses/Things' } }
    post: { responses: { '201': { description: Created } } }
components:
  responses:
    Things:
      description: OK
      content:
        application/json:
          schema: { type: array, items: { type: object, properties: { id: { type: string } } } }
`,
      },
      {
        title: 'The document explains pages in words alone: said once, as not decided',
        text: `
info:
  title: Orders
  version: '1'
  description: Every list is paginated by count and older_id.
#              ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
paths:
  /orders:
    get: { responses: { '200': { $ref: '#/components/responses/Things' } } }
    post: { responses: { '201': { description: Created } } }
  /invoices:
    get: { responses: { '200': { $ref: '#/components/responses/Things' } } }
    post: { responses: { '201': { description: Created } } }
components:
  responses:
    Things:
      description: OK
      content:
        application/json:
          schema: { type: array, items: { type: object, properties: { id: { type: string } } } }
`,
      },
      {
        title: 'The text speaks of a limit: not decided',
        text: `
paths:
  /orders:
    get:
#   ~~~
      description: Returns the latest 100 orders.
      responses:
        '200':
          description: OK
          content:
            application/json:
              schema: { type: array, items: { type: object, properties: { id: { type: string } } } }
    post: { responses: { '201': { description: Created } } }
  /invoices:
    get:
#   ~~~
      summary: A paginated list of invoices
      responses:
        '200':
          description: OK
          content:
            application/json:
              schema: { type: array, items: { type: object, properties: { id: { type: string } } } }
    post: { responses: { '201': { description: Created } } }
`,
      },
      {
        title: 'OpenAPI 2.0',
        format: 'oas2',
        text: `
paths:
  /pets:
    get:
      parameters:
        - { name: pageToken, in: query, type: string }
      responses:
        '200': { description: OK, schema: { type: array, items: { $ref: '#/definitions/Pet' } } }
    post:
      responses:
        '201': { description: Created }
definitions:
  Pet: { type: object, properties: { name: { type: string } } }
`,
      },
    ],
  },
})

/** Whether a parameter, of the operation or of its path, stands behind a reference that leads nowhere. */
function hasUnreadParameter({ node }: Operation, model: Model): boolean {
  const lists = [node.parent?.child('parameters'), node.child('parameters')]
  return lists.some((list) => [...(list?.children() ?? [])].some((each) => !model.resolve(each)))
}

function aboutOf(root: Node, model: Model): Node | undefined {
  const info = root.child('info')
  return info && model.resolve(info)?.child('description')
}
