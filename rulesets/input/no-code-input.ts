import { defineRule, tokens } from '@specward/core'
import { labelsOf } from '../headers.ts'
import { isFreeText } from './free-text.ts'
import { placeOf } from './input-place.ts'
import { inputsNamed, type RequestInput } from './request-inputs.ts'

/** What is run, by whole names. */
const CODE: ReadonlyMap<string, string> = byName([
  [
    'SQL',
    'sql|sql query|query sql|raw sql|sql statement|sql text|sql command|custom sql|sql expression|raw query',
  ],
  [
    'a shell command',
    'cmd|command line|cmd line|cmdline|commandline|shell|shell command|shell cmd|bash|bash command|powershell|exec command|system command|run command|os command|shell script|bash script',
  ],
  ['a script', 'script body|script content|script text|script source|script code|user script'],
  ['code', 'eval|eval code|source code|python code|javascript code|js code|lambda code'],
  ['XPath', 'xpath|xpath expression|xpath query'],
  ['an LDAP filter', 'ldap filter|ldap query|ldap search filter'],
  [
    'a template that is run',
    'jinja|jinja template|freemarker|velocity template|template source|template code',
  ],
])

/** Names with other meanings: what is said has to agree. */
const WEAK: ReadonlyMap<string, string> = byName([
  ['a command', 'command|exec'],
  ['a script', 'script'],
  ['an expression that is evaluated', 'expression|expr'],
])

const SAID =
  /\b(?:runs?|execut\w+|evaluat\w+|invok\w+|shell|bash|python|javascript|groovy|lua|expression language|SpEL|JEXL|OGNL|MVEL)\b/i

/** Made to be evaluated for callers: it ends, and reaches nothing but what it is given. */
const HARMLESS = /\bCommon Expression Language\b|\bCEL\b/

const ACTS: ReadonlySet<string> = new Set('run exec execute eval evaluate invoke'.split(' '))

const CANDIDATE =
  /sql|cmd|command|shell|bash|exec|script|eval|code|expr|xpath|ldap|jinja|freemarker|velocity|template|handlebars|raw/i

export default defineRule({
  id: 'no-code-input',
  title: 'Callers send code or commands as free text.',
  why: 'What looks like SQL, a command or a script will be run as such. Whoever may call the operation, or makes somebody call it, does with the server whatever its account may do.',
  fix: 'Let callers choose from what the server knows: an `enum` of commands with parameters of their own. Where running code is the purpose, keep it to a sandbox and a scope of its own.',
  presets: { strict: 'info' },
  formats: ['oas', 'asyncapi'],
  references: {
    owasp: ['API8:2023'],
    cwe: [94, 78, 89],
    controls: ['INPUT-2'],
  },
  falsePositives:
    'Some APIs are there to run code: databases, build servers, containers. There this is a reminder to keep it to a sandbox and a scope of its own. Expressions in the Common Expression Language, which is made for that, are left alone. A list of arguments (`command: [ls, -l]`) passes by the shell and is left alone.',
  select: 'document',
  check(_, { report, notApplicable, model }) {
    const inputs = inputsNamed(model, isName).filter((each) => codeIn(each) !== undefined)
    if (inputs.length === 0) return notApplicable()
    for (const [first, ...others] of alike(inputs.filter(({ schema }) => isFreeText(schema, model)))) {
      const { node, schema, operation } = first
      report({
        at: placeOf(node, schema),
        covers: [first, ...others].map((each) => each.node),
        message: `\`${operation.label}\` takes \`${nameOf(first)}\`, by its name ${codeIn(first)}, as free text. Offer an \`enum\` of what can be run, or keep it to a sandbox and a scope of its own.`,
        discriminator: first.name,
        operations: [...new Set([first, ...others].flatMap((each) => labelsOf(each.operations)))],
        related: others.map((each) => ({
          at: placeOf(each.node, each.schema),
          message: `\`${nameOf(each)}\` as well.`,
        })),
      })
    }
  },
  examples: {
    bad: [
      {
        title: 'A command in the query, and SQL in a body that is reached through `$ref` and `allOf`',
        text: `
paths:
  /ping:
    get:
      parameters: [{ name: cmd, in: query, schema: { type: string } }]
#                                          ^^^^^^
      responses: { '200': { description: OK } }
  /reports:
    post:
      requestBody:
        content:
          application/json:
            schema: { $ref: '#/components/schemas/NewReport' }
      responses: { '201': { description: OK } }
components:
  schemas:
    NewReport:
      allOf:
        - type: object
          properties:
            sqlQuery: { type: string, maxLength: 2000 }
#           ^^^^^^^^
            script: { type: string, description: Python that is run before the report is written. }
#           ^^^^^^
`,
      },
      {
        title: 'OpenAPI 2.0: an expression, in an operation that evaluates it',
        format: 'oas2',
        text: `
paths:
  /expressions/eval:
    post:
      parameters: [{ name: expression, in: formData, type: string }]
#                          ^^^^^^^^^^
      responses: { '200': { description: OK } }
`,
      },
      {
        title: 'AsyncAPI: in a message that is received',
        format: 'asyncapi2',
        text: `
channels:
  jobs:
    publish:
      message: { payload: { type: object, properties: { shellCommand: { type: string } } } }
#                                                       ^^^^^^^^^^^^
`,
      },
    ],
    good: [
      {
        title: 'Listed, as arguments, about something else, and returned',
        text: `
paths:
  /jobs:
    post:
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties:
                command: { type: string, enum: [restart, reload] }
                shell_command: { type: array, items: { type: string } }
                script: { type: string, description: 'Of the name, in ISO 15924.' }
                expression: { type: string, description: What the face shows. }
                expr: { type: string, description: A condition in Common Expression Language that is evaluated. }
                sqlState: { type: string }
                postalCode: { type: string }
                description: { type: string }
                cmd: { type: string, readOnly: true }
      responses:
        '200': { description: OK, content: { application/json: { schema: { type: object, properties: { sql: { type: string } } } } } }
`,
      },
      {
        title: 'OpenAPI 2.0: how often it is run',
        format: 'oas2',
        text: `
paths:
  /jobs:
    post:
      parameters: [{ name: cronExpression, in: formData, type: string }]
      responses: { '201': { description: OK } }
`,
      },
      {
        title: 'AsyncAPI: in a message that is sent',
        format: 'asyncapi3',
        text: `
channels:
  jobs:
    address: jobs
    messages:
      job: { payload: { type: object, properties: { shellCommand: { type: string } } } }
operations:
  offerJob:
    action: send
    channel: { $ref: '#/channels/jobs' }
`,
      },
    ],
  },
})

function byName(kinds: readonly (readonly [what: string, names: string])[]): ReadonlyMap<string, string> {
  return new Map(kinds.flatMap(([what, names]) => names.split('|').map((name) => [name, what] as const)))
}

/** By operation and name: some APIs take everything in the query as well as in the body. */
function alike(inputs: readonly RequestInput[]): readonly (readonly [RequestInput, ...RequestInput[]])[] {
  const groups = new Map<string, [RequestInput, ...RequestInput[]]>()
  for (const input of inputs) {
    const key = `${input.operation.identity} ${input.name}`
    const group = groups.get(key)
    if (group) group.push(input)
    else groups.set(key, [input])
  }
  return [...groups.values()]
}

function nameOf({ name, owner }: RequestInput): string {
  return owner === undefined ? name : `${owner}.${name}`
}

function isName(name: string): boolean {
  if (!CANDIDATE.test(name)) return false
  const words = tokens(name).join(' ')
  return CODE.has(words) || WEAK.has(words)
}

function codeIn({ name, node, operation }: RequestInput): string | undefined {
  const words = tokens(name).join(' ')
  const what = CODE.get(words)
  if (what !== undefined) return what
  const weak = WEAK.get(words)
  if (weak === undefined) return undefined
  const text = (node.child('description')?.string ?? '').slice(0, 500)
  if (HARMLESS.test(text)) return undefined
  const isSaid = SAID.test(text)
  const acts = tokens(`${operation.path} ${operation.operationId ?? ''}`).some((word) => ACTS.has(word))
  return isSaid || acts ? weak : undefined
}
