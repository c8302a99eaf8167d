import { type Model, type Node, type Operation, type Property, type Schema, tokens } from '@specward/core'
import { callbacksOf, callerExpression, lookUp } from './callbacks.ts'
import { urlReach } from './url-constraint.ts'
import { hasEvidence, isSaidToBeCalled } from './url-evidence.ts'
import { wordsOf } from './url-prose.ts'

/** A value that callers send and that is a URL by its format or its name. */
export interface UrlInput {
  readonly name: string
  /** Where it is named: the property, or the parameter. */
  readonly node: Node
  readonly schema: Schema
  readonly operation: Operation
  /** What is said about it. */
  readonly words: string
  /** Of the component that lists the property. */
  readonly owner: string | undefined
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
  if (isEmbedding(operation)) return false
  return operation.classes.has('fetch') || isRegistration(operation)
}

/** oEmbed is asked about the pages of the API itself. */
function isEmbedding({ path }: Operation): boolean {
  return path.endsWith('/oembed')
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

export interface FetchedUrls {
  /** Whether any operation calls what it is given. */
  readonly fetches: boolean
  /** By the schema that would have to limit them, with every operation that calls what they say. */
  readonly fetched: ReadonlyMap<Node, readonly UrlInput[]>
}

const known = new WeakMap<Model, FetchedUrls & { readonly toCallbacks: ReadonlySet<Schema> }>()

/** URLs that are not limited to HTTPS, in requests of operations that are there to call them. */
export function fetchedUrls(model: Model) {
  let inputs = known.get(model)
  if (!inputs) {
    inputs = collectFetched(model)
    known.set(model, inputs)
  }
  return inputs
}

function collectFetched(model: Model) {
  const fetched = new Map<Node, UrlInput[]>()
  const toCallbacks = callbackTargets(model)
  const fetching = model.document.operations.filter(isFetching)
  for (const input of fetching.flatMap((each) => inputsOf(each, model))) {
    if (toCallbacks.has(input.schema)) continue
    const same = fetched.get(input.schema.node)
    if (!same) fetched.set(input.schema.node, [input])
    else if (same.every(({ operation }) => operation !== input.operation)) same.push(input)
  }
  return { fetches: fetching.length > 0, fetched, toCallbacks }
}

/** A name that can be that of a URL, before anything else is looked at. */
const URL_NAME = /ur[li]|iri|hook|callback|endpoint|feed|href|link|target|source/i

/** URLs in other requests, and in received messages, of which the description tells that they are called; each once. */
export function calledUrls(model: Model): readonly UrlInput[] {
  const { fetched, toCallbacks } = fetchedUrls(model)
  const found = new Map<Node, UrlInput>()
  const add = (name: string, node: Node, schema: Schema, operation: Operation, owner?: string) => {
    const text = schema.items ?? schema
    if (found.has(text.node) || fetched.has(text.node) || toCallbacks.has(text)) return
    if (!isUrl(name, text, operation) || isFilter(name, node, operation)) return
    const words = wordsOf(node, schema)
    const place = `${owner ?? ''} ${operation.path} ${operation.operationId ?? ''}`
    if (!isSaidToBeCalled(name, words, place) || urlReach(text, model) !== 'anywhere') return
    found.set(text.node, { name, node, schema: text, operation, words, owner })
  }
  for (const property of model.select('property')) {
    const { name, node, schema, owner } = property
    if (!URL_NAME.test(name) || !hasEvidence(name, wordsAt(node, schema))) continue
    if (schema.all('deprecated').some(({ value }) => value === true)) continue
    const operation = senderOf(property)
    if (operation) add(name, node, schema, operation, owner.name)
  }
  for (const { name, in: where, node, schema, operations, deprecated } of model.select('parameter')) {
    if (!schema || deprecated || where === 'path' || where === 'body' || !URL_NAME.test(name)) continue
    const operation = operations.find((each) => isSending(each) && !isEmbedding(each))
    if (operation) add(name, node, schema, operation)
  }
  return [...found.values()]
}

/** What stands there itself, which is quick to read. */
function wordsAt(node: Node, schema: Schema): string {
  return node.child('description')?.string ?? schema.node.child('description')?.string ?? ''
}

/** The first operation in whose request a property is sent. */
function senderOf({ uses }: Property): Operation | undefined {
  return uses.find(({ operation, direction }) => direction === 'request' && isSending(operation))?.operation
}

/** What is sent to be taken away is not called. */
function isSending({ kind, method }: Operation): boolean {
  if (kind === 'message') return method === 'receive'
  return kind === 'http' && method !== 'delete'
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

function inputsOf(operation: Operation, model: Model): readonly UrlInput[] {
  const found: UrlInput[] = []
  for (const { name, node, schema } of leavesOf(operation, new Set())) {
    if (
      isUrl(name, schema, operation) &&
      !isFilter(name, node, operation) &&
      urlReach(schema, model) === 'anywhere'
    )
      found.push({ name, node, schema, operation, words: wordsOf(node, schema), owner: undefined })
  }
  return found
}

type Leaf = Pick<UrlInput, 'name' | 'node' | 'schema'>

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
