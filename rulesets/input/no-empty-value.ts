import { defineRule, type Parameter } from '@specward/core'
import { joined, remove } from '../edits.ts'
import { counted } from '../wording.ts'

export default defineRule({
  id: 'no-empty-value',
  title: 'A parameter may be sent without a value, whatever its schema says.',
  why: 'With `allowEmptyValue`, `?limit=` passes although its type is a number. What the server makes of it (zero, no limit, the default) is said nowhere, and a gateway that checks the schema decides otherwise. The specification advises against it.',
  fix: 'Leave `allowEmptyValue` out. A switch is better sent as `true` or `false`.',
  presets: { strict: 'hint', 'owasp-api-2023': 'off' },
  formats: ['oas'],
  references: {
    owasp: ['API8:2023'],
    cwe: [1286],
    controls: ['INPUT-1'],
    specifications: ['OpenAPI 3.0.4, Parameter Object', 'OpenAPI 3.1.1, Parameter Object'],
  },
  falsePositives: 'A switch that is set by its name alone (`?pretty`) does no harm.',
  select: 'document',
  check(_, { report, notApplicable, model }) {
    const parameters = model.select('parameter').filter(isInUse)
    if (parameters.length === 0) return notApplicable()
    const found = parameters.flatMap((each) => {
      const flag = mayBeEmpty(each) ? each.node.child('allowEmptyValue') : undefined
      return flag ? [{ name: each.name, flag, isSwitch: isSwitch(each) }] : []
    })
    const [first, ...others] = found
    if (!first) return
    report({
      at: first.flag,
      covers: found.map(({ flag }) => flag),
      message: `\`${first.name}\`${others.length === 0 ? '' : ` and ${counted(others.length, 'other parameter')}`} may be sent without a value, which ${others.length === 0 ? 'its schema does' : 'their schemas do'} not allow. ${remedyFor(found)}`,
      related: others.slice(0, MOST_RELATED).map(({ name, flag }) => ({
        at: flag,
        message: `\`${name}\` as well.`,
      })),
      fix: joined(
        found.map(({ flag }) => ({ title: 'Ask for values', kind: 'suggested', edits: [remove(flag)] })),
      ),
    })
  },
  examples: {
    bad: [
      {
        title: 'A number, in a parameter that is reached through `$ref`, and a text; said once',
        text: `
paths:
  /orders:
    get:
      parameters:
        - { $ref: '#/components/parameters/Limit' }
        - { name: state, in: query, allowEmptyValue: true, schema: { type: string, minLength: 1 } }
      responses: { '200': { description: OK } }
components:
  parameters:
    Limit: { name: limit, in: query, allowEmptyValue: true, schema: { type: integer, maximum: 100 } }
#                                                     ^^^^
`,
      },
      {
        title: 'OpenAPI 2.0: in a form',
        format: 'oas2',
        text: `
paths:
  /orders:
    post:
      parameters:
        - { name: count, in: formData, type: integer, allowEmptyValue: true }
#                                                                      ^^^^
      responses: { '201': { description: OK } }
`,
      },
    ],
    good: [
      {
        title: 'Never empty, a text that may be empty, and a place where it means nothing',
        text: `
paths:
  /orders:
    get:
      parameters:
        - { name: limit, in: query, allowEmptyValue: false, schema: { type: integer } }
        - { name: note, in: query, allowEmptyValue: true, schema: { type: string } }
        - { name: X-State, in: header, allowEmptyValue: true, schema: { type: integer } }
      responses: { '200': { description: OK } }
`,
      },
      {
        title: 'OpenAPI 2.0: an empty value is listed',
        format: 'oas2',
        text: `
paths:
  /orders:
    get:
      parameters:
        - { name: state, in: query, type: string, enum: ['', open], allowEmptyValue: true }
      responses: { '200': { description: OK } }
`,
      },
    ],
  },
})

/** More than these, nobody reads. */
const MOST_RELATED = 10

function isInUse({ in: where, operations }: Parameter): boolean {
  return (where === 'query' || where === 'formData') && operations.some(({ kind }) => kind === 'http')
}

/** Whether an empty text is let through that the schema does not allow. */
function mayBeEmpty({ node, schema }: Parameter): boolean {
  if (node.child('allowEmptyValue')?.value !== true || !schema) return false
  if (schema.types.length > 0 && !schema.types.includes('string')) return true
  const values = [
    ...schema.all('enum').map(({ value }) => value),
    ...schema.all('const').map(({ value }) => [value]),
  ]
  if (values.some((list) => Array.isArray(list) && !list.includes(''))) return true
  if (schema.all('minLength').some(({ value }) => typeof value === 'number' && value > 0)) return true
  return schema.format !== undefined || schema.all('pattern').length > 0
}

function isSwitch({ schema }: Parameter): boolean {
  return schema?.types.includes('boolean') ?? false
}

function remedyFor(found: readonly { readonly name: string; readonly isSwitch: boolean }[]): string {
  const on = found.find((each) => each.isSwitch)
  if (!on) return 'Leave `allowEmptyValue` out.'
  const switches = found.every((each) => each.isSwitch) ? '' : ' for a switch'
  return `Leave \`allowEmptyValue\` out, and${switches} send \`${on.name}=true\`.`
}
