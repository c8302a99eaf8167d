import { defineRule, type Operation, tokens } from '@specward/core'
import { credentialParameter } from '../authentication/anonymous.ts'
import { isLocal, LOCAL } from '../local.ts'

/** Segments that stand for nothing but a look into the running program. */
const CERTAIN: ReadonlySet<string> = new Set([
  ...['_debug', '__debug__', '_internal', '__internal', '_profiler', 'elmah.axd', 'h2-console', 'heapdump'],
  ...['jolokia', 'phpinfo', 'phpinfo.php', 'pprof', 'threaddump', 'trace.axd'],
])

/** Where programs put them, and nothing else once one of the names below follows. */
const HOMES: ReadonlySet<string> = new Set(['actuator', 'debug', 'diagnostics', 'internal', 'profiler'])

/** Segments that mean it in company, and may be resources of the business: `/actuator/env`, `/debug/vars`. */
const LIKELY: ReadonlySet<string> = new Set([
  ...[
    'beans',
    'configprops',
    'console',
    'dump',
    'env',
    'graphiql',
    'httptrace',
    'logfile',
    'loggers',
    'mappings',
  ],
  ...['metrics', 'prometheus', 'server-info', 'server-status', 'trace', 'vars'],
])

/** Words by which an author calls an operation one for developers. */
const SAID: ReadonlySet<string> = new Set([
  'debug',
  'debugging',
  'diagnostic',
  'profiling',
  'troubleshooting',
])

const HARMLESS: ReadonlySet<string> = new Set(['health', 'info', 'liveness', 'readiness'])

export default defineRule({
  id: 'no-public-debug-endpoint',
  title: 'A look into the running program is open to everybody.',
  why: 'Dumps, environment variables, traces and consoles hold passwords, keys and the data of other callers, and some of them run commands. Scanners look for these paths on every host.',
  fix: 'Do not serve it in production, or on a port of its own that only operators reach. At the least, ask for authentication and an administrative role, and take it out of the published description.',
  presets: { recommended: 'warn', strict: 'error', 'internal-api': 'info' },
  formats: ['oas'],
  references: {
    owasp: ['API9:2023', 'API8:2023'],
    cwe: [489],
    controls: ['CONFIG-5'],
    specifications: ['ASVS 5.0, 13.4'],
  },
  falsePositives:
    'One word is not enough where it has other meanings: `/metrics` and `/console` may be resources of the business, so a second sign is asked for. Health checks are not reported. What is public on purpose belongs under `policy.publicOperations`.',
  select: 'operation',
  check(operation, { report, undecided, notApplicable, model }) {
    const { kind, security, node, label } = operation
    if (kind !== 'http') return notApplicable()
    const sign = signOf(operation)
    if (sign === undefined) return notApplicable()
    if (security.kind === 'required' || operation.publicReason !== undefined) return
    if (security.kind === 'unreadable')
      return undecided({ at: node, because: 'its `security` could not be read' })
    if (isLocal(model.document)) return undecided({ at: node, because: LOCAL })
    if (credentialParameter(operation)) {
      return undecided({
        at: node,
        because: `whether anybody but operators reaches \`${sign}\`, the description cannot say`,
      })
    }
    const because =
      security.kind === 'optional' ? 'authentication is optional' : 'it asks for no authentication'
    report({
      at: node,
      message: `\`${label}\` shows what is inside the running program (\`${sign}\`), and ${because}.`,
      cause: security.inherited ? security.decidedBy : undefined,
    })
  },
  examples: {
    bad: [
      {
        title: 'A dump of the memory',
        text: `
security: [{ token: [] }]
paths:
  /actuator/heapdump:
    get:
#   ^^^
      security: []
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
`,
      },
      {
        title: 'Two words together, in a path item that is reached through `$ref`',
        text: `
paths:
  /debug/vars: { $ref: '#/components/pathItems/Vars' }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
  pathItems:
    Vars:
      get:
#     ^^^
        security: [{ token: [] }, {}]
        responses:
          '200': { description: OK }
`,
      },
      {
        title: 'Metrics for a scraper',
        text: `
security: [{ token: [] }]
paths:
  /metrics:
    get:
#   ^^^
      security: []
      responses:
        '200':
          description: OK
          content: { text/plain: { schema: { type: string } } }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
`,
      },
      {
        title: 'OpenAPI 2.0: the tag says so',
        format: 'oas2',
        text: `
securityDefinitions:
  key: { type: apiKey, in: header, name: X-Api-Key }
security: [{ key: [] }]
paths:
  /v1/console:
    post:
#   ^^^^
      tags: [Debugging]
      security: []
      responses:
        '200': { description: OK }
`,
      },
    ],
    good: [
      {
        title: 'For administrators',
        text: `
paths:
  /actuator/env:
    get:
      security: [{ token: [] }]
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
`,
      },
      {
        title: 'Near miss: metrics and consoles that people buy',
        text: `
paths:
  /metrics:
    get:
      summary: Metrics of a campaign
      responses:
        '200': { description: OK, content: { application/json: { schema: { type: object } } } }
  /consoles/{consoleId}/games:
    get:
      responses:
        '200': { description: OK }
  /metrics/{metricId}/mappings:
    get:
      responses:
        '200': { description: OK }
  /debugging-courses:
    get:
      responses:
        '200': { description: OK }
`,
      },
      {
        title: 'A health check',
        text: `
paths:
  /actuator/health:
    get:
      responses:
        '200': { description: OK }
`,
      },
    ],
  },
})

/** What of the path stands for the inside of the program, where there is enough to say so. */
function signOf(operation: Operation): string | undefined {
  const segments = operation.path.toLowerCase().split('/')
  const signs = segments.filter((each) => CERTAIN.has(each) || HOMES.has(each) || LIKELY.has(each))
  const [first] = signs
  if (first === undefined) return undefined
  if (HARMLESS.has(segments.at(-1) ?? '') || operation.classes.has('health')) return undefined
  const isClear =
    signs.some((sign) => CERTAIN.has(sign)) || (HOMES.has(first) && signs.length > 1) || speaksOfIt(operation)
  return isClear || isScraped(operation, first) ? signs.join('/') : undefined
}

function speaksOfIt({ tags, summary = '' }: Operation): boolean {
  return [...tags, summary].some((text) => tokens(text).some((word) => SAID.has(word)))
}

/** Prometheus reads plain text; resources of the business seldom are. */
function isScraped({ responses }: Operation, segment: string): boolean {
  if (segment !== 'metrics' && segment !== 'prometheus') return false
  const types = responses.flatMap(({ status, response }) =>
    status.startsWith('2') ? (response?.content.map(({ type }) => type) ?? []) : [],
  )
  return types.length > 0 && types.every((type) => type === 'text/plain' || type.includes('openmetrics'))
}
