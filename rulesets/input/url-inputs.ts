import {
  append,
  type Model,
  type Node,
  type Operation,
  type Property,
  type Schema,
  tokens,
} from '@specward/core'
import { byIdentity, byKeyword, byName, compareText, firstByIdentity } from '../in-order.ts'
import { patternReach, type UrlReach } from '../url-pattern.ts'
import { callbacksOf, callerExpression, lookUp } from './callbacks.ts'
import { fetchingOf, isProbedHost, isSaidToBeFetched, isSource, SAID_OF_INPUT } from './fetching.ts'
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
  readonly reach: UrlReach
  /** `host` where no URL is sent, but the name of a host to connect to. */
  readonly kind: 'url' | 'host'
}

/** Formats of JSON Schema, and those that APIs use beside them. Relative references lead to the API itself. */
const FORMATS: ReadonlySet<string> = new Set(['uri', 'url', 'iri', 'http-url', 'https-url'])

const LAST_WORDS: ReadonlySet<string> = new Set(['url', 'uri', 'iri'])

/** By these alone, a text is a URL where the operation is about fetching or calling. */
const TARGETS: ReadonlySet<string> = new Set(['webhook', 'callback', 'endpoint', 'feed', 'href', 'link'])

/** A browser is sent there, or a reader: the API itself calls nothing. */
const REDIRECTS: ReadonlySet<string> = new Set(
  'redirect auth return success cancel failure failed error next continue back logout login referrer referer origin'.split(
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

const fetchers = new WeakMap<Operation, boolean>()

/** Whether the API calls the URLs that it is given: at once, or later as a webhook. */
function isFetching(operation: Operation): boolean {
  let is = fetchers.get(operation)
  if (is === undefined) {
    is =
      operation.kind === 'http' &&
      !isEmbedding(operation) &&
      (operation.classes.has('fetch') || fetchingOf(operation) !== undefined || isRegistration(operation))
    fetchers.set(operation, is)
  }
  return is
}

/** Whether it goes there at once. */
function fetchesNow(operation: Operation): boolean {
  return operation.classes.has('fetch') || fetchingOf(operation) !== undefined
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

/** URLs whose hosts are not limited, in requests of operations that are there to call them. */
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
  const fetching = model.document.operations.filter((each) => isFetching(each) || isProbing(each))
  const inputs = fetching.flatMap((each) => inputsOf(each, model))
  // which of several stands for all must not depend on the order in which they are written
  for (const input of inputs.toSorted(byPlace)) {
    if (toCallbacks.has(input.schema)) continue
    const same = fetched.get(input.schema.node)
    if (!same) fetched.set(input.schema.node, [input])
    else if (same.every(({ operation }) => operation !== input.operation)) same.push(input)
  }
  for (const input of saidToBeFetched(model).toSorted(byPlace)) {
    if (!fetched.has(input.schema.node) && !toCallbacks.has(input.schema))
      fetched.set(input.schema.node, [input])
  }
  return { fetches: fetching.length > 0 || fetched.size > 0, fetched, toCallbacks }
}

/** A name that can be that of a URL, before anything else is looked at. */
const URL_NAME = /ur[li]|iri|hook|callback|endpoint|feed|href|link|target|source/i

/**
 * URLs in other requests, and in received messages, of which the description tells that they are called; each once, under
 * the first by name of those that stand for it.
 */
export function calledUrls(model: Model): readonly UrlInput[] {
  const { fetched, toCallbacks } = fetchedUrls(model)
  const found = new Map<Node, UrlInput>()
  const add = (name: string, node: Node, schema: Schema, operation: Operation, owner?: string) => {
    const text = schema.items ?? schema
    if (fetched.has(text.node) || toCallbacks.has(text)) return
    if (!isUrl(name, text, operation) || isFilter(name, node, operation)) return
    const words = wordsOf(node, schema)
    const place = `${owner ?? ''} ${operation.path} ${operation.operationId ?? ''}`
    if (!isSaidToBeCalled(name, words, place) || reachOf(text, model) !== 'anywhere') return
    const input = {
      name,
      node,
      schema: text,
      operation,
      words,
      owner,
      reach: 'anywhere',
      kind: 'url',
    } as const
    const same = found.get(text.node)
    if (!same || byPlace(input, same) < 0) found.set(text.node, input)
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
    const operation = firstByIdentity(operations.filter((each) => isSending(each) && !isEmbedding(each)))
    if (operation) add(name, node, schema, operation)
  }
  return [...found.values()]
}

/** What stands there itself, which is quick to read. */
function wordsAt(node: Node, schema: Schema): string {
  return node.child('description')?.string ?? schema.node.child('description')?.string ?? ''
}

/** The first operation, by identity, in whose request a property is sent. */
function senderOf({ uses }: Property, only?: Operation['kind']): Operation | undefined {
  const sending = uses.filter(
    ({ operation, direction }) =>
      direction === 'request' && isSending(operation) && (only === undefined || operation.kind === only),
  )
  return firstByIdentity(sending.map(({ operation }) => operation))
}

/** By operation and name, and by where it stands. */
function byPlace(a: UrlInput, b: UrlInput): number {
  return (
    byIdentity(a.operation, b.operation) ||
    compareText(a.name, b.name) ||
    (a.node === b.node ? 0 : compareText(a.node.pointer, b.node.pointer))
  )
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

function isProbing(operation: Operation): boolean {
  return (
    operation.parameters.some(({ name }) => isProbedHost(operation, name)) ||
    rootsOf(operation).some(({ schema }) =>
      schema.properties.some(({ name }) => isProbedHost(operation, name)),
    )
  )
}

function inputsOf(operation: Operation, model: Model): readonly UrlInput[] {
  const found: UrlInput[] = []
  for (const root of rootsOf(operation)) {
    for (const { name, node, schema } of leavesOf(root)) {
      const kind = isProbedHost(operation, name) ? 'host' : 'url'
      if (kind === 'url' && (!isUrl(name, schema, operation) || isFilter(name, node, operation))) continue
      const reach = kind === 'url' ? reachOf(schema, model) : hostReach(schema)
      if (reach === 'hosts' || reach === 'path') continue
      found.push({
        name,
        node,
        schema,
        operation,
        words: wordsOf(node, schema),
        owner: undefined,
        reach,
        kind,
      })
    }
  }
  return found
}

/** A server says where it goes: URLs by whose own description the API fetches what they name. */
function saidToBeFetched(model: Model): readonly UrlInput[] {
  if (!model.stringsWith(SAID_OF_INPUT, 15).some(({ node }) => node.key === 'description')) return []
  const found: UrlInput[] = []
  const add = (name: string, node: Node, schema: Schema, operation: Operation | undefined) => {
    if (!operation || !isOpenText(schema)) return
    const reach = reachOf(schema, model)
    if (reach === 'hosts' || reach === 'path') return
    found.push({
      name,
      node,
      schema,
      operation,
      words: wordsOf(node, schema),
      owner: undefined,
      reach,
      kind: 'url',
    })
  }
  for (const property of model.select('property')) {
    const { name, node, schema } = property
    if (isSaidToBeFetched(wordsAt(node, schema))) add(name, node, schema, senderOf(property, 'http'))
  }
  for (const { name, in: where, node, schema, operations } of model.select('parameter')) {
    if (!schema || where === 'path' || where === 'body' || !isSaidToBeFetched(wordsAt(node, schema))) continue
    add(
      name,
      node,
      schema,
      firstByIdentity(operations.filter((each) => each.kind === 'http' && isSending(each))),
    )
  }
  return found
}

type Leaf = Pick<UrlInput, 'name' | 'node' | 'schema'>

const leaves = new WeakMap<Schema, readonly Leaf[]>()

/**
 * The texts that a request carries, at any depth, with the name under which they are sent; each schema once. A body is
 * gone through once for all operations that take it.
 */
function leavesOf(root: Leaf): readonly Leaf[] {
  if (root.name !== '') return collectLeaves(root)
  let found = leaves.get(root.schema)
  if (!found) {
    found = collectLeaves(root)
    leaves.set(root.schema, found)
  }
  return found
}

function collectLeaves(root: Leaf): readonly Leaf[] {
  const found: Leaf[] = []
  const seen = new Set<Schema>()
  const open = [root]
  for (let next = open.pop(); next; next = open.pop()) {
    const { name, node, schema } = next
    if (name !== '' && mayBeText(schema)) found.push(next)
    if (seen.has(schema)) continue
    seen.add(schema)
    for (const property of schema.properties.toSorted(byName)) {
      if (!property.readOnly) open.push({ name: property.name, node: property.node, schema: property.schema })
    }
    // what has no name of its own is known by that of its list
    for (const { schema: inner } of schema.contained.toSorted(byKeyword))
      open.push({ name, node, schema: inner })
  }
  return found
}

function mayBeText(schema: Schema): boolean {
  return schema.types.length === 0
    ? !schema.items && schema.properties.length === 0
    : schema.types.includes('string')
}

/** A text of which nothing says that it is no URL. */
function isOpenText(schema: Schema): boolean {
  return mayBeText(schema) && (schema.format === undefined || FORMATS.has(schema.format.toLowerCase()))
}

const reaches = new WeakMap<Schema, UrlReach>()

function reachOf(schema: Schema, model: Model): UrlReach {
  let reach = reaches.get(schema)
  if (reach === undefined) {
    reach = urlReach(schema, model)
    reaches.set(schema, reach)
  }
  return reach
}

/** As of a URL with this host. */
function hostReach(schema: Schema): UrlReach {
  if (schema.all('enum').length > 0 || schema.all('const').length > 0) return 'hosts'
  const isNamed = schema
    .all('pattern')
    .some(({ string = '' }) => patternReach(string.replace(/^\^/, '^https://')) === 'hosts')
  return isNamed ? 'hosts' : 'anywhere'
}

function rootsOf({ parameters, requestBody, messages, kind, method }: Operation): Leaf[] {
  const roots: Leaf[] = []
  for (const { name, in: where, node, schema } of parameters) {
    // a path names a thing of the API; a body has its own entry
    if (schema && where !== 'path' && where !== 'body') roots.push({ name, node, schema })
  }
  const whole = (requestBody?.content ?? []).flatMap(({ schema, itemSchema }) => [schema, itemSchema])
  if (kind === 'message' && method === 'receive')
    append(
      whole,
      messages.flatMap(({ payload, headers }) => [payload, headers]),
    )
  for (const schema of new Set(whole)) if (schema) roots.push({ name: '', node: schema.node, schema })
  return roots
}

function isUrl(name: string, schema: Schema, operation: Operation): boolean {
  if (!mayBeText(schema)) return false
  const words = tokens(name)
  const last = words.at(-1) ?? ''
  const format = schema.format?.toLowerCase() ?? ''
  if (!FORMATS.has(format) && !LAST_WORDS.has(last) && !isTargetOf(operation, words, format)) return false
  if (words.some((word) => REDIRECTS.has(word))) return false
  return fetchesNow(operation) || !words.some((word) => SHOWN.has(word))
}

function isNamedAfterFetching(operation: Operation): boolean {
  return operation.classes.has('fetch') || fetchingOf(operation) === 'named'
}

/** A query by which things are found that have this URL. */
function isFilter(name: string, node: Node, operation: Operation): boolean {
  return (
    operation.isSafe &&
    !isNamedAfterFetching(operation) &&
    node.child('in') !== undefined &&
    !tokens(name).every((word) => FETCHED.has(word))
  )
}

/** `callback` and `webhook_endpoint`, not `link_id`. */
function isTargetOf(operation: Operation, words: readonly string[], format: string): boolean {
  if (format !== '' || words.length === 0) return false
  if (isSource(words.join(' '))) return isNamedAfterFetching(operation)
  return words.every((word) => TARGETS.has(word)) && isFetching(operation)
}
