import { type Model, type Node, type Operation, type Schema, tokens } from '@specward/core'
import { callbacksOf, callerExpression, lookUp } from './callbacks.ts'
import { urlReach } from './url-constraint.ts'

/** A value that callers send and that is a URL by its format or its name. */
export interface UrlInput {
  readonly name: string
  /** Where it is named: the property, or the parameter. */
  readonly node: Node
  readonly schema: Schema
  readonly operation: Operation
}

/** Formats of JSON Schema, and those that APIs use beside them. Relative references lead to the API itself. */
const FORMATS: ReadonlySet<string> = new Set(['uri', 'url', 'iri', 'http-url', 'https-url'])

const LAST_WORDS: ReadonlySet<string> = new Set(['url', 'uri', 'iri'])

/** By these alone, a text is a URL where the operation is about fetching or calling. */
const TARGETS: ReadonlySet<string> = new Set(['webhook', 'callback', 'endpoint', 'feed', 'href', 'link'])

/** A browser is sent there, or a reader: the API itself calls nothing. */
const REDIRECTS: ReadonlySet<string> = new Set(
  'redirect return success cancel failure failed error next continue back logout login referrer referer origin'.split(
    ' ',
  ),
)

/** Links that are shown to people. */
const SHOWN: ReadonlySet<string> = new Set(
  `website web site home homepage page avatar profile logo icon image img picture photo thumbnail banner cover
  background term tos privacy policy legal imprint support doc docs documentation help faq blog social twitter
  linkedin facebook instagram youtube tiktok github html link contact license licence about share public permalink
  details info product tracking evidence reference display company person bio badge ticket invoice receipt
  canonical note commit review console environment external screenshot join original`.split(/\s+/),
)

/** What operations that register something to be called later are about. */
const SUBSCRIPTIONS: ReadonlySet<string> = new Set(['webhook', 'hook', 'callback'])

/** Callbacks of a sign-in are pages that a browser is sent to. */
const SIGN_IN: ReadonlySet<string> = new Set(['oauth', 'oidc', 'saml', 'sso', 'login', 'auth'])

/** Beside these, the URL in a query is what to fetch; others, such as `external_url`, are what to look for. */
const FETCHED: ReadonlySet<string> = new Set(
  'url uri iri target source src remote feed webhook callback image file media fetch proxy page document'.split(
    ' ',
  ),
)

/** Whether the API calls the URLs that it is given: at once, or later as a webhook. */
function isFetching(operation: Operation): boolean {
  if (operation.kind !== 'http') return false
  // oEmbed is asked about the pages of the API itself
  if (operation.path.endsWith('/oembed')) return false
  return operation.classes.has('fetch') || isRegistration(operation)
}

/** Whether the operation takes a URL that is called when something happens. */
export function isRegistration({ method, path, operationId, classes, kind }: Operation): boolean {
  if (kind !== 'http' || !['post', 'put', 'patch'].includes(method) || classes.has('read')) return false
  // few operations get to the words
  if (!/hook|callback/i.test(`${path} ${operationId ?? ''}`)) return false
  if (tokens(path).some((word) => SIGN_IN.has(word))) return false
  const last = path.split('/').findLast((segment) => segment !== '' && !segment.startsWith('{'))
  return tokens(last ?? '').some(isSubscription) || tokens(operationId ?? '').some(isSubscription)
}

function isSubscription(word: string): boolean {
  return SUBSCRIPTIONS.has(word)
}

export interface UrlInputs {
  /** Whether any operation calls what it is given. */
  readonly fetches: boolean
  /** By the schema that would have to limit them, with every operation that calls what they say. */
  readonly fetched: ReadonlyMap<Node, readonly UrlInput[]>
  /** Those of which nothing tells that the API calls them, each once. */
  readonly others: readonly UrlInput[]
}

const known = new WeakMap<Model, UrlInputs>()

/** URLs in requests and received messages that are not limited to HTTPS. */
export function unlimitedUrls(model: Model): UrlInputs {
  let inputs = known.get(model)
  if (!inputs) {
    inputs = collect(model)
    known.set(model, inputs)
  }
  return inputs
}

function collect(model: Model): UrlInputs {
  const { operations } = model.document
  const fetched = new Map<Node, UrlInput[]>()
  const toCallbacks = callbackTargets(model)
  const fetching = new Set(operations.filter(isFetching))
  for (const input of [...fetching].flatMap((each) => inputsOf(each, model, new Set()))) {
    if (toCallbacks.has(input.schema)) continue
    const same = fetched.get(input.schema.node)
    if (!same) fetched.set(input.schema.node, [input])
    else if (same.every(({ operation }) => operation !== input.operation)) same.push(input)
  }
  const seen = new Set<Schema>()
  const others = new Map<Node, UrlInput>()
  for (const operation of operations) {
    if (operation.kind === 'webhook' || operation.kind === 'callback' || fetching.has(operation)) continue
    for (const input of inputsOf(operation, model, seen)) {
      const { node } = input.schema
      if (!toCallbacks.has(input.schema) && !fetched.has(node) && !others.has(node)) others.set(node, input)
    }
  }
  return { fetches: fetching.size > 0, fetched, others: [...others.values()] }
}

/** What callbacks go to: `no-unrestricted-callback-url` speaks of it. */
function callbackTargets(model: Model): ReadonlySet<Schema> {
  const targets = new Set<Schema>()
  for (const operation of model.document.operations) {
    for (const { url } of callbacksOf(operation, model)) {
      const found = lookUp(callerExpression(url) ?? '', operation)
      if (found.kind === 'schemas') for (const { schema } of found.leaves) targets.add(schema)
    }
  }
  return targets
}

function inputsOf(operation: Operation, model: Model, seen: Set<Schema>): readonly UrlInput[] {
  const found: UrlInput[] = []
  for (const { name, node, schema } of leavesOf(operation, seen)) {
    if (
      isUrl(name, schema, operation) &&
      !isFilter(name, node, operation) &&
      urlReach(schema, model) === 'anywhere'
    )
      found.push({ name, node, schema, operation })
  }
  return found
}

type Leaf = Omit<UrlInput, 'operation'>

/** All that a request carries, at any depth, with the name under which it is sent; each schema once. */
function* leavesOf(operation: Operation, seen: Set<Schema>): Generator<Leaf> {
  const open = rootsOf(operation)
  for (let next = open.pop(); next; next = open.pop()) {
    const { name, node, schema } = next
    if (name !== '') yield next
    if (seen.has(schema)) continue
    seen.add(schema)
    for (const property of schema.properties) {
      if (!property.readOnly) open.push({ name: property.name, node: property.node, schema: property.schema })
    }
    // items are known by the name of their list
    if (schema.items) open.push({ name, node, schema: schema.items })
  }
}

function rootsOf({ parameters, requestBody, messages, kind, method }: Operation): Leaf[] {
  const roots: Leaf[] = []
  for (const { name, in: where, node, schema } of parameters) {
    // a path names a thing of the API; a body has its own entry
    if (schema && where !== 'path' && where !== 'body') roots.push({ name, node, schema })
  }
  const whole = (requestBody?.content ?? []).flatMap(({ schema, itemSchema }) => [schema, itemSchema])
  if (kind === 'message' && method === 'receive')
    whole.push(...messages.flatMap(({ payload, headers }) => [payload, headers]))
  for (const schema of new Set(whole)) if (schema) roots.push({ name: '', node: schema.node, schema })
  return roots
}

function isUrl(name: string, schema: Schema, operation: Operation): boolean {
  const isText = schema.types.length === 0 ? !schema.items : schema.types.includes('string')
  if (!isText || (schema.types.length === 0 && schema.properties.length > 0)) return false
  const words = tokens(name)
  const last = words.at(-1) ?? ''
  const format = schema.format?.toLowerCase() ?? ''
  if (!FORMATS.has(format) && !LAST_WORDS.has(last) && !isTargetOf(operation, words, format)) return false
  if (words.some((word) => REDIRECTS.has(word))) return false
  return operation.classes.has('fetch') || !words.some((word) => SHOWN.has(word))
}

/** A query by which things are found that have this URL. */
function isFilter(name: string, node: Node, { isSafe, classes }: Operation): boolean {
  return (
    isSafe &&
    !classes.has('fetch') &&
    node.child('in') !== undefined &&
    !tokens(name).every((word) => FETCHED.has(word))
  )
}

/** `callback` and `webhook_endpoint`, not `link_id`. */
function isTargetOf(operation: Operation, words: readonly string[], format: string): boolean {
  return (
    format === '' && words.length > 0 && words.every((word) => TARGETS.has(word)) && isFetching(operation)
  )
}
