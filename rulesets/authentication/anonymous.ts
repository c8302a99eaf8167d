import type {
  ApiDocument,
  Model,
  Node,
  Operation,
  OperationClass,
  Parameter,
  ParameterField,
  RuleContext,
} from '@specward/core'
import { saidToAuthenticate, saidToBeForAnyone } from './said.ts'

/** What has to work before anybody is signed in, or tells nothing about anybody. */
const BEFORE_SIGN_IN: readonly OperationClass[] = [
  'login',
  'token',
  'register',
  'reset',
  'verify',
  'logout',
  'health',
  'metadata',
  'browser-report',
]

/** True where anonymous calls are in the nature of the operation, or declared by the organisation. */
export function isMeantForAnyone(operation: Operation): boolean {
  return operation.publicReason !== undefined || isMeantByNature(operation)
}

/** True for what has to work before anybody is signed in, and for what tells nothing about anybody. */
export function isMeantByNature(operation: Operation): boolean {
  return BEFORE_SIGN_IN.some((name) => operation.classes.has(name))
}

/** True for what creates, changes or deletes. A search that takes its question by POST does not. */
export function changesSomething(operation: Operation): boolean {
  return !operation.isSafe && !operation.classes.has('read')
}

const CARRIERS: ReadonlySet<Parameter['in']> = new Set(['header', 'cookie', 'query', 'address'])

/** A parameter by which the operation may authenticate its callers although it is not declared as a scheme. */
export function credentialParameter(operation: Operation): ParameterField | undefined {
  for (const parameter of operation.parameters) {
    const found = credentialIn(parameter)
    if (found) return found
    // headers of one's own that carry a proof: `X-Client-Signature`, `X-Acme-Authentication`
    if (parameter.in === 'header' && /auth(?:entication|orization)?$|signature$/i.test(parameter.name)) {
      return parameter.fields[0]
    }
  }
  return undefined
}

/** What of a parameter is a credential by its name; a query is full of keys and tokens that are none. */
export function credentialIn(parameter: Parameter): ParameterField | undefined {
  if (!CARRIERS.has(parameter.in)) return undefined
  return parameter.fields.find(
    ({ sensitivity }) =>
      sensitivity?.dataClass === 'credential' &&
      (parameter.in !== 'query' || sensitivity.confidence === 'certain'),
  )
}

/** Names of fields by which a program says who it is. */
const KEY =
  /^(?:api|app|application|access|secret|client|auth|authentication|session)[-_]?(?:key|secret|token)$/i

const keysByModel = new WeakMap<Model, boolean>()

/** Credentials without which nobody can call, among the fields of a body: `api_key` and `api_secret`. */
export function requiredCredentials({ requestBody, parameters }: Operation, model: Model): readonly string[] {
  let isNamed = keysByModel.get(model)
  if (isNamed === undefined) {
    // what is required stands in a list of names, and bodies need not be looked at where it does not
    isNamed = model.stringsWith(KEY, 6).length > 0
    keysByModel.set(model, isNamed)
  }
  if (!isNamed) return []
  const bodies = [
    ...(requestBody?.content ?? []).flatMap(({ schema }) => schema ?? []),
    ...parameters.filter((each) => each.in === 'body').flatMap(({ schema }) => schema ?? []),
  ]
  const properties = bodies.flatMap((schema) => schema.properties.filter(({ required }) => required))
  const fields = parameters.filter((each) => each.in === 'formData' && each.required)
  return [...new Set([...properties, ...fields].map(({ name }) => name))].filter((name) => KEY.test(name))
}

/** Judges an operation that should ask for authentication. Whether it is optional is judged by another rule. */
export function judgeAnonymous(
  operation: Operation,
  context: RuleContext<unknown>,
  wording: Wording = canBeCalled,
): void {
  const { security, node } = operation
  if (security.kind === 'required' || security.kind === 'optional') return
  if (security.kind !== 'unreadable' && isMeantForAnyone(operation)) {
    if (operation.publicBy !== 'policy') context.assume({ at: node, because: whyAssumed(operation) })
    return
  }
  if (isJudgedAsAWhole(operation, context.model.document)) {
    context.notApplicable()
    return
  }
  const because = whyUndecided(operation, context.model)
  if (because !== undefined) context.undecided({ at: node, because })
  else if (security.kind === 'public') reportPublic(operation, context, wording)
  else reportUndeclared(operation, context, wording)
}

/** Nobody but the description, or a name, says that an operation is open on purpose. */
function whyAssumed({ label, publicReason }: Operation): string {
  return publicReason === undefined
    ? `\`${label}\` is taken to be open on purpose, because it is needed before anybody is signed in or tells nothing about anybody`
    : `that \`${label}\` is open on purpose, the description alone says: ${publicReason}`
}

/** Where nothing is said about authentication and something can be changed, `require-authentication` speaks for all. */
function isJudgedAsAWhole({ security }: Operation, document: ApiDocument): boolean {
  if (security.kind !== 'undeclared' || document.declaresSecurity) return false
  return document.operations.some(
    (operation) =>
      operation.kind === 'http' &&
      operation.security.kind === 'undeclared' &&
      changesSomething(operation) &&
      !isMeantForAnyone(operation),
  )
}

/** What an operation with an unusual name says of itself: "and log the user in". */
const SIGNS_IN = /\b(?:log|sign)(?:s|ging|ning)? (?:the |a )?(?:user|customer|member|person|caller)s? in\b/i

function whyUndecided(operation: Operation, model: Model): string | undefined {
  if (operation.security.kind === 'unreadable') return 'its `security` could not be read'
  const parameter = credentialParameter(operation)
  if (parameter) {
    return `it asks for no authentication by \`security\`, but takes \`${parameter.label}\` as a parameter: if that is a credential, declare it as a security scheme`
  }
  const [required] = requiredCredentials(operation, model)
  if (required !== undefined) {
    return `it asks for no authentication by \`security\`, but requires \`${required}\` in its body: if that is a credential, declare it as a security scheme`
  }
  const { description = '' } = operation
  if (/\bpre-?signed\b/i.test(description)) {
    return 'it asks for no authentication by `security`, but its description speaks of URLs that are signed beforehand'
  }
  if (SIGNS_IN.test(description)) {
    return 'it asks for no authentication by `security`, but its description says that it signs somebody in'
  }
  const said = saidToBeForAnyone(operation)
  if (said !== undefined) return `it asks for no authentication, and says so in its own words: "${said}"`
  return undefined
}

/** What to add where the description declares the operation public, and the organisation does not accept that. */
function notAccepted({ node }: Operation, { facts }: RuleContext<unknown>): string {
  const isDeclared = !facts.publicInDescription && node.child('x-specward-public') !== undefined
  return isDeclared ? ' `x-specward-public` does not count here: `policy.publicInDescription` is false.' : ''
}

/**
 * How a message begins, before the reason. A 401 response shows that the author means to authenticate callers, and
 * forgot to say so.
 */
export type Wording = (operation: Operation, documents401: boolean) => string

function canBeCalled({ label }: Operation, has401: boolean): string {
  return has401
    ? `\`${label}\` asks for no authentication, although it documents a 401 response`
    : `\`${label}\` can be called by anyone`
}

/** True where the description expects callers without credentials to be turned away. */
export function documents401({ responses }: Operation): boolean {
  return responses.some(({ status }) => status === '401')
}

/** What the description says to the contrary, of the operation or of the whole API. */
function although(operation: Operation, { model }: RuleContext<unknown>): string {
  const own = saidToAuthenticate.ofOperation(operation)
  if (own !== undefined) return `, although its description says "${own}"`
  const ofAll = saidToAuthenticate.ofApi(model.document)
  return ofAll === undefined ? '' : `, although the description of the API says "${ofAll}"`
}

function reportPublic(operation: Operation, context: RuleContext<unknown>, wording: Wording): void {
  const { node, security } = operation
  const { decidedBy, inherited } = security
  const says = decidedBy?.isList ? 'is `[]`' : 'is `[{}]`, which means no authentication'
  const why = `${inherited ? "the document's" : 'its'} \`security\` ${says}`
  context.report({
    at: !inherited && decidedBy ? decidedBy : node,
    message: `${wording(operation, documents401(operation))}: ${why}${although(operation, context)}.${notAccepted(operation, context)}`,
    cause: inherited ? decidedBy : undefined,
  })
}

function reportUndeclared(operation: Operation, context: RuleContext<unknown>, wording: Wording): void {
  const { report, model } = context
  const { node } = operation
  const ofPath = securityOfPath(node)
  const unused = unusedSchemes(model.document)
  const why = ofPath
    ? 'the `security` of its path counts for nothing, and it has none of its own'
    : unused
      ? 'the document declares security schemes, but nothing requires them'
      : 'no `security` is set on it or on the document'
  report({
    at: node,
    message: `${wording(operation, documents401(operation))}: ${why}${although(operation, context)}.${notAccepted(operation, context)}`,
    cause: ofPath ?? unused,
  })
}

/** A list that OpenAPI does not know, and that the author took for one that it does. */
function securityOfPath(operation: Node): Node | undefined {
  const list = operation.parent?.child('security')
  return list?.isList && (list.value as unknown[]).length > 0 ? list : undefined
}

const unusedByDocument = new WeakMap<ApiDocument, Node | 'used'>()

/** Where the schemes are declared, when no operation says a word about security. */
function unusedSchemes(document: ApiDocument): Node | undefined {
  let known = unusedByDocument.get(document)
  if (known === undefined) {
    const { node } = document
    const section = node.at('components', 'securitySchemes') ?? node.child('securityDefinitions')
    const isUsed = document.operations.some(({ security }) => security.kind !== 'undeclared')
    known = isUsed || !section ? 'used' : section
    unusedByDocument.set(document, known)
  }
  return known === 'used' ? undefined : known
}
