import { type ApiDocument, defineRule, type Node } from '@specward/core'
import { beforeQuery } from './path-queries.ts'
import { withoutParameters } from './path-templates.ts'

/** Places that are shown beside the first. */
const MOST_RELATED = 5

export default defineRule({
  id: 'no-unnormalised-path',
  title: 'A path can be read as another one.',
  why: 'Gateways, frameworks and servers tidy paths up before they look at them, and each in its own way: `..` is resolved, `//` becomes `/`, `%2e` a dot, a backslash a slash. Where one checks the path as it is written and the next one serves what it becomes, the permission is checked for another operation than the one that runs.',
  fix: 'Write the path as it is after it has been tidied up, and have the gateway refuse requests in any other form.',
  presets: { recommended: 'warn', strict: 'warn' },
  formats: ['oas'],
  references: {
    owasp: ['API5:2023', 'API8:2023'],
    cwe: [647, 436],
    controls: ['INV-3'],
    specifications: ['RFC 3986, sections 3.3, 6.2.2.2 and 6.2.2.3', 'OpenAPI 3.1.1, Path Templating'],
  },
  falsePositives:
    'A slash at the end of a path is fine, and so is what stands in braces or behind a `?`. An encoded slash (`%2F`) in the fixed part of a path may be what the server asks for; gateways decode it all the same. Reported once for a description, with the paths beside it.',
  select: 'document',
  check(document, { report, notApplicable }) {
    const paths = [...(document.node.child('paths')?.children() ?? [])].filter(({ key }) =>
      key.startsWith('/'),
    )
    if (paths.length === 0) return notApplicable()
    const found = paths.flatMap((node) => {
      const oddity = oddityOf(node.key)
      return oddity === undefined ? [] : [{ node, oddity }]
    })
    const [first, ...others] = found
    if (!first) return
    const more =
      others.length === 0
        ? ''
        : ` ${others.length === 1 ? 'One more path is' : `${others.length} more paths are`} of this kind.`
    report({
      at: { node: first.node, part: 'key' },
      covers: found.map((each) => each.node),
      message: `\`${first.node.key}\` ${first.oddity}, so gateways and servers can take it for another path. Write it as it is meant.${more}`,
      operations: labelsAt(
        document,
        found.map(({ node }) => node),
      ),
      related: others.slice(0, MOST_RELATED).map(({ node, oddity }) => ({
        at: { node, part: 'key' },
        message: `\`${node.key}\` ${oddity}.`,
      })),
    })
  },
  examples: {
    bad: [
      {
        title: 'Dots, encoded dots, an empty segment, a backslash and a blank; operations through `$ref`',
        text: `
paths:
  /a/../admin:
# ^^^^^^^^^^^
    $ref: '#/components/pathItems/Admin'
  /a/%2e%2e/b:
    get: { responses: { '200': { description: OK } } }
  /a//b:
    get: { responses: { '200': { description: OK } } }
  /a\\b:
    get: { responses: { '200': { description: OK } } }
  /a b:
    get: { responses: { '200': { description: OK } } }
components:
  pathItems:
    Admin:
      get: { responses: { '200': { description: OK } } }
`,
      },
      {
        title: 'OpenAPI 2.0: two slashes at the beginning',
        format: 'oas2',
        text: `
paths:
  //orders:
# ^^^^^^^^
    get: { responses: { '200': { description: OK } } }
`,
      },
    ],
    good: [
      {
        title:
          'Near miss: names with dots, a slash at the end, braces, a query, and signs that have to be encoded',
        text: `
paths:
  /: { get: { responses: { '200': { description: OK } } } }
  /orders/: { get: { responses: { '200': { description: OK } } } }
  /orders..json: { get: { responses: { '200': { description: OK } } } }
  /.well-known/keys: { get: { responses: { '200': { description: OK } } } }
  '/orders/{order id}': { get: { responses: { '200': { description: OK } } } }
  /prices/%24all%20new: { get: { responses: { '200': { description: OK } } } }
  /redirect?to=//a/../b: { get: { responses: { '200': { description: OK } } } }
`,
      },
      {
        title: 'OpenAPI 2.0: the path of a channel is none',
        format: 'oas2',
        text: `
paths:
  /files/{path}: { get: { responses: { '200': { description: OK } } } }
  x-notes: { '/a/../b': here }
`,
      },
    ],
  },
})

/** What is odd about a path, as a clause. */
function oddityOf(path: string): string | undefined {
  const text = withoutParameters(beforeQuery(path))
  if (text.includes('\\')) return 'has a backslash in it'
  if (/[\s\p{Cc}]/u.test(text)) return 'has a blank in it'
  const encoded = /%(?:2e|2f|5c|3[0-9]|[46][1-9a-f]|[57][0-9a]|5f|2d|7e)/i.exec(text)?.[0]
  if (encoded !== undefined) return `has \`${encoded}\` in it, which is \`${decodeURIComponent(encoded)}\``
  const segments = text.split('/').slice(1)
  const dots = segments.find((each) => each === '.' || each === '..')
  if (dots !== undefined) return `has the segment \`${dots}\``
  return segments.slice(0, -1).includes('') ? 'has an empty segment (`//`)' : undefined
}

function labelsAt({ operations }: ApiDocument, nodes: readonly Node[]): readonly string[] {
  const paths = new Set(nodes.map(({ key }) => key))
  return operations.filter(({ kind, path }) => kind === 'http' && paths.has(path)).map(({ label }) => label)
}
