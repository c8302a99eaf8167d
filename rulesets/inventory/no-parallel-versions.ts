import { defineRule, type Operation } from '@specward/core'
import { versionGroups, versionOf } from '../authentication/outliers.ts'
import { labelsOf } from '../headers.ts'
import { counted } from '../wording.ts'

export default defineRule({
  id: 'no-parallel-versions',
  title: 'An old version lives on beside a new one, as if nothing were better.',
  why: 'What was mended in the new version is often not mended in the old one, and attackers try both. Nobody moves on while nothing says that the old one will go.',
  fix: 'Mark the operations of the old version with `deprecated: true` and say until when they are served, or describe each version in a document of its own.',
  presets: { strict: 'info' },
  formats: ['oas'],
  references: { owasp: ['API9:2023'], cwe: [1059, 477], controls: ['LIFE-3'] },
  falsePositives:
    'Some APIs keep several versions alive for years, and support all of them. Versions count where the same path and method are there in both. What is a preview (`v2beta1`) makes nothing old. Told once for a description.',
  select: 'document',
  check(document, { report, notApplicable }) {
    const groups = [...versionGroups(document)].filter((group) => new Set(group.map(majorOf)).size > 1)
    if (groups.length === 0) return notApplicable()
    const old = groups.flatMap((group) => {
      const newest = group.reduce((most, operation) => Math.max(most, majorOf(operation) ?? 0), 0)
      return group.filter((operation) => (majorOf(operation) ?? newest) < newest && !operation.deprecated)
    })
    const [first] = old
    if (!first) return
    const newer = groups
      .find((group) => group.includes(first))
      ?.find((each) => each !== first && !isOlder(each, first))
    const others =
      old.length === 1
        ? ''
        : ` So ${old.length === 2 ? 'is' : 'are'} ${counted(old.length - 1, 'more operation')}.`
    report({
      at: { node: first.node, part: 'key' },
      covers: labelsOf(old),
      message: `\`${first.label}\` is not deprecated, although there is \`${newer?.label ?? ''}\`.${others}`,
      operations: labelsOf(old),
      ...(newer
        ? { related: [{ at: { node: newer.node, part: 'key' }, message: 'the newer version' }] }
        : {}),
    })
  },
  examples: {
    bad: [
      {
        title: 'Two versions of one operation; the new one in a path item behind `$ref`',
        text: `
paths:
  /v1/orders:
    get:
#   ^^^
      responses:
        '200': { description: OK }
  /v2/orders: { $ref: '#/components/pathItems/Orders' }
components:
  pathItems:
    Orders:
      get:
        responses:
          '200': { description: OK }
`,
      },
      {
        title: 'OpenAPI 2.0: parameters of another name make no other path',
        format: 'oas2',
        text: `
paths:
  /api/v2/orders/{id}:
    get:
#   ^^^
      responses:
        '200': { description: OK }
  /api/v3/orders/{orderId}:
    get:
      responses:
        '200': { description: OK }
`,
      },
    ],
    good: [
      {
        title: 'The old one is deprecated',
        text: `
paths:
  /v1/orders:
    get:
      deprecated: true
      responses:
        '200': { description: OK }
  /v2/orders:
    get:
      responses:
        '200': { description: OK }
`,
      },
      {
        title: 'Near miss: another resource, another method, a preview, a minor version',
        text: `
paths:
  /v1/orders:
    get:
      responses:
        '200': { description: OK }
  /v2/customers:
    get:
      responses:
        '200': { description: OK }
  /v2/orders:
    post:
      responses:
        '201': { description: Created }
  /v2beta1/orders:
    get:
      responses:
        '200': { description: OK }
  /v1.1/orders:
    get:
      responses:
        '200': { description: OK }
`,
      },
    ],
  },
})

/** The major version in a path; undefined where it is a preview, which replaces nothing. */
function majorOf(operation: Operation): number | undefined {
  const major = /^v(\d+)(?:[._-]\d+)*$/i.exec(versionOf(operation) ?? '')?.[1]
  return major === undefined ? undefined : Number(major)
}

function isOlder(one: Operation, other: Operation): boolean {
  return (majorOf(one) ?? 0) <= (majorOf(other) ?? 0)
}
