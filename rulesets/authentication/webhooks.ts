import {
  type ApiDocument,
  type Model,
  type Node,
  type Operation,
  type Parameter,
  tokens,
} from '@specward/core'
import { isRegistration } from '../input/url-inputs.ts'

/** Webhooks and callbacks: what the API sends, and others receive. */
export function deliveriesOf(model: Model): readonly Operation[] {
  return model.document.operations.filter(({ kind }) => kind === 'webhook' || kind === 'callback')
}

/** Bodies that are signed themselves. */
const SIGNED_BODY = /^application\/(?:jwt|jose(?:\+json)?|(?:[\w.-]+\+)jwt)$/

/** The headers of an operation that carry a signature over the message. */
export function signaturesOf({ parameters }: Operation): readonly Parameter[] {
  return parameters.filter(({ in: where, name }) => where === 'header' && isSignature(name))
}

/** `Signature`, `X-Hub-Signature-256`, `Stripe-Signature`, `X-Request-Hmac`, `x-jws-signature`; not `X-Design`. */
export function isSignature(name: string): boolean {
  return tokens(name).some((word) => ['signature', 'hmac', 'sign', 'jws', 'sig'].includes(word))
}

export function hasSignedBody({ requestBody }: Operation): boolean {
  return (requestBody?.content ?? []).some(({ type }) => SIGNED_BODY.test(type))
}

/** Whether a delivery carries something by which its receiver can tell who sent it. */
export function isAuthenticated(operation: Operation, model: Model): boolean {
  // where it is optional, the receiver may ask for it
  if (operation.security.alternatives.some(({ requirements }) => requirements.length > 0)) return true
  if (operation.security.kind === 'unreadable') return true
  if (signaturesOf(operation).length > 0 || hasSignedBody(operation)) return true
  if (operation.parameters.some(isSharedSecret)) return true
  if (topProperties(operation).some(isProof)) return true
  return isMeantByDocument(model)
}

const PROOF_WORDS: ReadonlySet<string> = new Set(
  'auth authorization authentication credential secret token passcode password signing signature hmac'.split(
    ' ',
  ),
)

const DELIVERY_WORDS: ReadonlySet<string> = new Set('webhook hook callback sink notification'.split(' '))

/** Whether those who ask to be called can say how the API is to prove itself: `webhook_secret`, `sinkCredential`. */
export function isAskedForProof(model: Model): boolean {
  return model.document.operations.some((operation) => {
    const registers = isRegistration(operation)
    if (!registers && !operation.node.child('callbacks')) return false
    return propertiesOf(operation).some((name) => {
      const words = tokens(name)
      return (
        words.some((word) => PROOF_WORDS.has(word)) &&
        (registers || words.some((word) => DELIVERY_WORDS.has(word)))
      )
    })
  })
}

/** Names of the properties of a request, and of objects in it. */
function propertiesOf({ requestBody }: Operation): readonly string[] {
  const top = (requestBody?.content ?? []).flatMap(({ schema }) => schema?.properties ?? [])
  const inner = top.flatMap(({ schema }) => [...schema.properties, ...(schema.items?.properties ?? [])])
  return [...top, ...inner].map(({ name }) => name)
}

/** A document of nothing but webhooks speaks of them in its own `security`. */
function isMeantByDocument({ document }: Model): boolean {
  let isMeant = meant.get(document)
  if (isMeant === undefined) {
    isMeant = speaksOfDeliveries(document)
    meant.set(document, isMeant)
  }
  return isMeant
}

const meant = new WeakMap<ApiDocument, boolean>()

function speaksOfDeliveries(document: ApiDocument): boolean {
  const list = document.node.child('security')?.value
  if (!Array.isArray(list) || list.length === 0) return false
  return document.operations.every(({ kind }) => kind !== 'http')
}

function isSharedSecret({ in: where, name, fields }: Parameter): boolean {
  if (where !== 'header' && where !== 'query' && where !== 'cookie') return false
  if (/^(?:proxy-)?authorization$/i.test(name)) return true
  return fields.some(({ sensitivity }) => sensitivity?.dataClass === 'credential')
}

/** A signature or a secret in the body itself. */
function isProof(name: string): boolean {
  const words = tokens(name)
  const last = words.at(-1) ?? ''
  return ['signature', 'hmac', 'jws'].includes(last) || words.join(' ') === 'verification token'
}

/** Names of the properties of a body, as far as it is one object. */
export function topProperties({ requestBody }: Operation): readonly string[] {
  return (requestBody?.content ?? []).flatMap(
    ({ schema }) => schema?.properties.map(({ name }) => name) ?? [],
  )
}

const SIGNING =
  /\b(?:sign(?:s|ed|ing|ature|atures)|hmac|mtls|mutual(?:ly)? (?:tls|authenticat\w+)|client certificates?|jws|jwt|shared secret|signing secret)\b/i

/** A word about signing near one about deliveries. */
export const SIGNED_DELIVERIES = new RegExp(
  String.raw`\b(?:webhooks?|callbacks?|notifications?|events?|payloads?|deliver\w+)\b[^]{0,300}?${SIGNING.source}|${SIGNING.source}[^]{0,300}?\b(?:webhooks?|callbacks?|notifications?|payloads?|deliver\w+)\b`,
  'i',
)

/** Whether a text of the operation itself tells of a signature. */
export function tellsOfSigning({ description, summary, node }: Operation): boolean {
  return SIGNING.test(`${summary ?? ''} ${description ?? ''} ${textOf(node.parent)}`)
}

/** Whether a text about the whole API tells how deliveries are signed. */
export function documentTellsOfSigning({ document: { node } }: Model): boolean {
  const texts = [textOf(node.child('info')), ...[...(node.child('tags')?.children() ?? [])].map(textOf)]
  return texts.some((text) => SIGNED_DELIVERIES.test(text))
}

function textOf(node: Node | undefined): string {
  return node?.child('description')?.string ?? ''
}
