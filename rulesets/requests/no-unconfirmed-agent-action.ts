import { defineRule, type Node, type Operation, tokens } from '@specward/core'

/** Extensions hold their hints no deeper: `x-mcp: { tool: { annotations: { ... } } }`. */
const DEPTH = 4

export default defineRule({
  id: 'no-unconfirmed-agent-action',
  title: 'An AI agent is told that an operation that changes something is harmless.',
  why: 'Agents act on what they read, also on a page or a mail that an attacker has written. For an action that is marked as harmless they do not ask their user, so one injected sentence deletes, sends or pays.',
  fix: 'Set `x-openai-isConsequential` to `true`, `readOnlyHint` to `false` and `destructiveHint` to `true`.',
  presets: { recommended: 'warn', strict: 'warn' },
  formats: ['oas'],
  references: {
    owasp: ['API6:2023'],
    cwe: [1427],
    controls: ['RATE-9'],
    specifications: ['Model Context Protocol 2025-06-18, ToolAnnotations'],
  },
  falsePositives: 'A search or a check that takes its question by `POST` changes nothing and is left alone.',
  select: 'operation',
  check(operation, { report, notApplicable }) {
    if (operation.kind !== 'http') return notApplicable()
    const hints = hintsOf(operation.node)
    if (hints.length === 0) return notApplicable()
    for (const hint of hints) {
      const says = contradiction(hint, operation)
      if (says === undefined) continue
      report({
        at: hint,
        message: `\`${hint.key}\` tells agents that \`${operation.label}\` ${says}, so they call it without asking their user.`,
        discriminator: hint.key,
        fix: {
          title: `Set \`${hint.key}\` to \`${!hint.value}\``,
          kind: 'safe',
          edits: [{ node: hint, edit: { op: 'set', path: hint.path, value: !hint.value } }],
        },
      })
    }
  },
  examples: {
    bad: [
      {
        title: 'A deletion and a payment, in a path item that is reached through `$ref`',
        text: `
paths:
  /payments:
    $ref: '#/components/pathItems/Payments'
components:
  pathItems:
    Payments:
      post:
        x-openai-isConsequential: false
#                                 ^^^^^
        responses: { '201': { description: OK } }
      delete:
        x-mcp:
          annotations: { readOnlyHint: true, destructiveHint: false }
#                                      ^^^^
#                                                             ^^^^^
        responses: { '204': { description: OK } }
`,
      },
      {
        title: 'A deletion by another method, in the spellings of other generators',
        text: `
paths:
  /accounts/{id}/delete:
    post:
      x-speakeasy-mcp: { annotations: { destructiveHint: false } }
#                                                        ^^^^^
      responses: { '204': { description: OK } }
  /accounts/purge:
    post:
      operationId: accounts_purge
      x-mcp-read-only-hint: true
#                           ^^^^
      responses: { '204': { description: OK } }
`,
      },
      {
        title: 'OpenAPI 2.0',
        format: 'oas2',
        text: `
paths:
  /payments:
    post:
      x-openai-isConsequential: false
#                               ^^^^^
      responses: { '201': { description: OK } }
`,
      },
    ],
    good: [
      {
        title: 'Near miss: nothing is destroyed where something is created',
        text: `
paths:
  /removals:
    post:
      operationId: createRemovalRequest
      x-mcp: { annotations: { destructiveHint: false } }
      responses: { '201': { description: OK } }
`,
      },
      {
        title: 'Reads, and writes that are marked as what they are',
        text: `
paths:
  /payments:
    get:
      x-openai-isConsequential: false
      x-mcp: { annotations: { readOnlyHint: true } }
      responses: { '200': { description: OK } }
    post:
      x-openai-isConsequential: true
      x-mcp: { annotations: { readOnlyHint: false, destructiveHint: false } }
      responses: { '201': { description: OK } }
  /payments/search:
    post:
      x-openai-isConsequential: false
      responses: { '200': { description: OK } }
`,
      },
      {
        title: 'OpenAPI 2.0: nothing is said to agents',
        format: 'oas2',
        text: `
paths:
  /payments:
    post:
      responses: { '201': { description: OK } }
`,
      },
    ],
  },
})

/** Of OpenAI, and of the Model Context Protocol in the spellings of generators: `x-mcp-read-only-hint`. */
const HINT = /^(?:x-openai-is-?consequential|(?:x-(?:mcp-)?)?(?:read[-_]?only|destructive)[-_]?hint)$/i

/** Verbs for what nobody brings back. */
const DESTROYS: ReadonlySet<string> = new Set([
  ...['delete', 'remove', 'destroy', 'purge', 'wipe', 'erase', 'terminate', 'drop', 'revoke'],
])

/** What agents are told about an operation, in its extensions. */
function hintsOf(operation: Node): readonly Node[] {
  const hints: Node[] = []
  const open: { node: Node; depth: number }[] = []
  for (const node of operation.children()) if (node.key.startsWith('x-')) open.push({ node, depth: 1 })
  for (const { node, depth } of open) {
    if (HINT.test(node.key)) hints.push(node)
    else if (depth < DEPTH) for (const child of node.children()) open.push({ node: child, depth: depth + 1 })
  }
  return hints
}

/** What a hint says that is not so; undefined when it may be. */
function contradiction({ key, value }: Node, operation: Operation): string | undefined {
  const { isSafe, classes } = operation
  if (isSafe || classes.has('read')) return undefined
  if (/read[-_]?only[-_]?hint$/i.test(key)) return value === true ? 'changes nothing' : undefined
  if (/destructive[-_]?hint$/i.test(key))
    return value === false && destroys(operation) ? 'destroys nothing' : undefined
  return value === false ? 'has no consequences' : undefined
}

/** By its method, the first word of its name, or the last piece of its path. */
function destroys({ method, operationId, path }: Operation): boolean {
  if (method === 'delete') return true
  const [verb = ''] = tokens(operationId ?? '')
  const last = path.split('/').findLast((piece) => piece !== '' && !piece.startsWith('{')) ?? ''
  return DESTROYS.has(verb) || DESTROYS.has(last.toLowerCase())
}
