import { defineRule, type Operation, type OperationClass } from '@specward/core'

/** Acts that are no nouns: whoever begins a name with them does something. */
const ACTS: ReadonlySet<string> = new Set(
  `delete remove destroy purge wipe erase approve reject revoke disable enable activate deactivate cancel terminate
  suspend ban kill uninstall withdraw reboot restart add send execute create publish unpublish unblock unlock populate
  invoke`.split(/\s+/),
)

/** Acts that are nouns as well: only with something that they are done to. */
const NOUNS: ReadonlySet<string> = new Set('reset transfer refund clear shutdown'.split(' '))

/** Of these, what is shown as often as it is done: only at the very end of a path. */
const THINGS: ReadonlySet<string> = new Set('run block start stop lock'.split(' '))

/** Ends of names that are about an act: `cancelReasons`, `deleteRequests`, `clearText`. */
const ABOUT: ReadonlySet<string> = new Set(
  `request requests reason reasons option options status state history list page form log logs policy policies info
  information detail details count type types schedule schedules fee fees text link url token report reports event events
  preview confirmation limit limits rule rules code codes window date dates time flow flows form number hash height template templates`.split(
    /\s+/,
  ),
)

/** What a link in a mail is for, and what shows something about the service. */
const LEFT_ALONE: readonly OperationClass[] = ['verify', 'reset', 'register', 'health', 'metadata']

/** Says that nothing happens yet. */
const ONLY_SHOWS =
  /\b(?:preview|dry[- ]run|simulat\w+|estimat\w+|whether|can be|eligib\w+|reasons?|history|list of|status)\b/i

export default defineRule({
  id: 'no-unsafe-get',
  title: 'A GET request changes something.',
  why: 'GET is safe by definition, so browsers, crawlers, link previews and caches send it whenever they like. An image on any web page can make the browser of a signed-in user delete or approve something, and cookies that are withheld from foreign POST requests are sent along.',
  fix: 'Use POST, PUT, PATCH or DELETE.',
  presets: { recommended: 'warn', strict: 'warn' },
  formats: ['oas'],
  references: {
    owasp: ['API5:2023'],
    cwe: [650, 352],
    controls: ['CONFIG-2'],
    specifications: ['RFC 9110, section 9.2.1'],
  },
  falsePositives:
    'Two signs are asked for: the operationId, the end of the path or the summary begins with a word for an act, or success is 201 or 202. Links that are sent by mail and work once (verification, password reset) are left alone.',
  select: 'operation',
  check(operation, { report, notApplicable }) {
    const { kind, method, node, label } = operation
    if (kind !== 'http' || (method !== 'get' && method !== 'head')) return notApplicable()
    const signs = signsOf(operation)
    if (signs.length < 2 || isLeftAlone(operation)) return
    const text = `${operation.summary ?? ''} ${operation.description ?? ''}`
    if (ONLY_SHOWS.test(text.slice(0, 300))) return
    report({
      at: { node, part: 'key' },
      message: `\`${label}\` seems to change something, as ${signs.slice(0, -1).join(', ')} and ${signs.at(-1)} say. Browsers and crawlers send ${method.toUpperCase()} requests on their own.`,
    })
  },
  examples: {
    bad: [
      {
        title: 'The operationId and the path say so',
        text: `
paths:
  /users/{id}/delete:
    get:
#   ^^^
      operationId: deleteUser
      responses:
        '200': { description: OK }
`,
      },
      {
        title: 'The summary and the status say so, in a path item that is reached through `$ref`',
        text: `
paths:
  /orders/{id}/approval:
    $ref: '#/components/pathItems/Approval'
components:
  pathItems:
    Approval:
      get:
#     ^^^
        summary: Approves an order
        responses:
          '202': { description: Accepted }
`,
      },
      {
        title: 'What is run, blocked, activated, added and sent',
        text: `
paths:
  /jobs/{jobId}/run:
    get:
#   ^^^
      operationId: runJob
      responses:
        '200': { description: OK }
  /users/{id}/block:
    get:
#   ^^^
      operationId: blockUser
      responses:
        '204': { description: Blocked }
  /users/{id}/activate:
    get:
#   ^^^
      operationId: activateUser
      responses:
        '200': { description: OK }
  /cart/add:
    get:
#   ^^^
      operationId: addToCart
      responses:
        '200': { description: OK }
  /mail/send:
    get:
#   ^^^
      operationId: sendMail
      responses:
        '200': { description: OK }
  /createdb:
    get:
#   ^^^
      operationId: api_views.main.populate_db
      summary: Creates and populates the database
      responses:
        '200': { description: OK }
`,
      },
      {
        title: 'OpenAPI 2.0',
        format: 'oas2',
        text: `
paths:
  /accounts/{id}/transfer-funds:
    get:
#   ^^^
      operationId: transferFunds
      responses:
        '200': { description: OK }
`,
      },
    ],
    good: [
      {
        title: 'Participles, nouns and what is only shown',
        text: `
paths:
  /items/deleted:
    get:
      operationId: getDeletedItems
      summary: Deleted items
      responses:
        '200': { description: OK }
  /transfers/{id}:
    get:
      operationId: transfer
      summary: Transfer of money
      responses:
        '200': { description: OK }
  /orders/{id}/cancel:
    get:
      operationId: getCancelOptions
      summary: Cancel options
      responses:
        '200': { description: OK }
  /users/verify-email/activate:
    get:
      operationId: activateUser
      summary: Activate a user, from the link in a mail
      responses:
        '200': { description: OK }
`,
      },
      {
        title: 'Blocks of a chain, the run of a job, and a link that was sent by mail',
        text: `
paths:
  /block/{height}:
    get:
      operationId: blockByHeight
      responses:
        '200': { description: OK }
  /chains/{id}/block:
    get:
      operationId: blockOfChain
      responses:
        '200': { description: OK }
  /jobs/{id}/run:
    get:
      operationId: jobRun
      responses:
        '200': { description: OK }
  /users/{id}/activate:
    get:
      operationId: activateUser
      parameters:
        - { name: code, in: query, schema: { type: string } }
      responses:
        '200': { description: OK }
`,
      },
      {
        title: 'OpenAPI 2.0: with the method for it',
        format: 'oas2',
        text: `
paths:
  /users/{id}:
    delete:
      operationId: deleteUser
      responses:
        '204': { description: Deleted }
`,
      },
    ],
  },
})

const ID = 'its `operationId`'

function isLeftAlone(operation: Operation): boolean {
  const found = LEFT_ALONE.filter((name) => operation.classes.has(name))
  return found.length > 1 || (found.length === 1 && !(found[0] === 'verify' && actsOnOther(operation)))
}

/** `/users/{id}/activate` is no link in a mail: nothing in it proves that whoever follows it got the mail. */
function actsOnOther({ path, parameters }: Operation): boolean {
  const proves = parameters.some(({ name }) => /token|code|key|hash|otp|sign|secret|nonce|uuid/i.test(name))
  return !proves && /\{[^{}/]*id\}\/(?:de|re)?activate$/i.test(path)
}

/** Heads of names that say that something is only looked at. */
const LOOKS: ReadonlySet<string> = new Set(
  'get list read find fetch search show view check query count'.split(' '),
)

/** What says that the operation does something, in words. */
function signsOf(operation: Operation): readonly string[] {
  const signs: string[] = []
  const { operationId, path, summary, responses } = operation
  if (LOOKS.has(wordsIn(operationId ?? '')[0] ?? '')) return []
  if (operationId !== undefined && namesAct(operationId)) signs.push(ID)
  const words = wordsIn(lastLiteral(path))
  if (
    (isAct(words[0]) || (THINGS.has(path.slice(path.lastIndexOf('/') + 1)) && path.includes('}/'))) &&
    !ABOUT.has(words.at(-1) ?? '')
  )
    signs.push('its path')
  if (summary !== undefined && saysAct(summary, signs.includes(ID))) signs.push('its summary')
  const good = responses.filter(({ status }) => /^2|^default$/i.test(status))
  if (good.length > 0 && good.every(({ status }) => status === '201' || status === '202')) {
    signs.push(`its ${good[0]?.status} response`)
  }
  return signs
}

function isAct(word: string | undefined): boolean {
  return word !== undefined && (ACTS.has(word) || NOUNS.has(word))
}

/** The end of a path, parameters left out: `delete` of `/users/{id}/delete.json`, `uninstall` of `/apps.uninstall`. */
function lastLiteral(path: string): string {
  const [name = ''] = path.split(/[?#]/)
  const pieces = name.replace(/\.(?:json|xml)$/i, '').split(/[/:.]/)
  return pieces.filter((piece) => piece !== '' && !piece.includes('{')).at(-1) ?? ''
}

/** `deleteUser`; also `apps.uninstall` and `apps_uninstall`, where the act comes last. */
function namesAct(id: string): boolean {
  return (
    beginsWithAct(id) ||
    beginsWithAct(id.slice(id.lastIndexOf('.') + 1)) ||
    ACTS.has(/[._]([a-z]+)$/.exec(id)?.[1] ?? '')
  )
}

function beginsWithAct(name: string): boolean {
  const words = wordsIn(name)
  const [first] = words
  if (first === undefined || ABOUT.has(words.at(-1) ?? '')) return false
  if (words.length > 1 && (NOUNS.has(first) || THINGS.has(first)))
    return !/^(?:by|at|of|for|in|on)$/.test(words[1] ?? '')
  return ACTS.has(first)
}

/** Words of a name as they are written, so that `cancels` and `cancelled` are other words than `cancel`. */
function wordsIn(name: string): readonly string[] {
  return (name.slice(0, 80).match(/[A-Z]?[a-z]+|[A-Z]+(?![a-z])/g) ?? []).map((word) => word.toLowerCase())
}

/** "Deletes a user", "Delete the user"; without an article it may be a noun ("Cancel options"), so the operationId has to agree. */
function saysAct(summary: string, isNamedSo: boolean): boolean {
  const [first = '', second = ''] = summary
    .trim()
    .slice(0, 60)
    .toLowerCase()
    .split(/[^a-z]+/)
  const hasObject = /^(?:a|an|the|all|your|this|one|multiple|existing)$/.test(second)
  if (ACTS.has(first)) return hasObject || isNamedSo
  if (NOUNS.has(first)) return hasObject
  return ACTS.has(first.replace(/s$/, '')) && second !== 'by'
}
