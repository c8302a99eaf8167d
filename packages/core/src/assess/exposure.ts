import type {
  ApiDocument,
  Operation,
  SecurityAlternative,
  SecurityRequirement,
  SecurityScheme,
  Server,
} from '../model/concepts.ts'
import type { Facts, Model } from '../model/model.ts'
import type { SensitiveField } from '../model/sensitive-fields.ts'

/** One operation as a caller meets it; of one that is restored, only what is told of it is known. */
export interface Exposure<O extends ExposedOperation = Operation> {
  readonly operation: O
  readonly kind: 'http' | 'webhook' | 'callback' | 'send' | 'receive'
  /** Who may call it, by the weakest of its alternatives. */
  readonly callers: Callers
  /** A clause: what that rests on. */
  readonly because: string
  /** By whose word anybody may call, and why. */
  readonly intended: { readonly by: 'policy' | 'description'; readonly reason: string } | null
  /** Alternatives, each with what it asks for; the anonymous one asks for nothing. */
  readonly requires: readonly (readonly string[])[]
  /** Every expansion of every server; `encrypted` is null where nobody can tell. */
  readonly servers: readonly ExposedServer[]
  readonly takes: readonly ExposureField[]
  readonly returns: readonly ExposureField[]
  readonly changesData: boolean
}

/** What is told of an operation itself. */
export type ExposedOperation = Pick<Operation, 'label' | 'tags' | 'deprecated' | 'node'>

export type ToldExposure = Exposure<ExposedOperation>

export type Callers = 'anyone' | 'optional' | 'authenticated' | 'unknown'

export interface ExposedServer {
  readonly url: string
  readonly encrypted: boolean | null
}

export interface ExposureField {
  readonly name: string
  readonly kind: string
  readonly where: string
}

/**
 * Every operation of an API with who may call it, over what, and which sensitive data goes in and out, in the order of
 * the document.
 * @param facts what the organisation knows: a gateway that authenticates callers counts
 */
export function exposuresOf(model: Model, facts: Pick<Facts, 'gateway'>): readonly Exposure[] {
  const servers = new Map<readonly Server[], readonly ExposedServer[]>()
  const serversOf = ({ servers: list }: Operation): readonly ExposedServer[] => {
    const known = servers.get(list) ?? list.flatMap(exposedServers)
    servers.set(list, known)
    return known
  }
  // the fields of all operations are worked out together, which takes its time: only once somebody looks at any
  const fieldsOf = (operation: Operation, wanted: SensitiveField['direction']): readonly ExposureField[] =>
    (model.sensitiveFields.get(operation) ?? [])
      .filter(({ direction }) => direction === wanted)
      .map(exposedField)
  return model.document.operations.map((operation) => ({
    operation,
    ...callersOf(operation, facts, model.document),
    kind: kindOf(operation),
    intended: intentionOf(operation),
    requires: operation.security.alternatives.map(requirementsOf),
    servers: serversOf(operation),
    get takes() {
      return fieldsOf(operation, 'request')
    },
    get returns() {
      return fieldsOf(operation, 'response')
    },
    changesData: changesData(operation),
  }))
}

function kindOf({ kind, method }: Operation): Exposure['kind'] {
  if (kind !== 'message') return kind
  return method === 'send' ? 'send' : 'receive'
}

/** What is sent out, as a message, webhook or callback, changes nothing here. A search by POST does not either. */
function changesData({ isSafe, classes, kind, method }: Operation): boolean {
  const isOut = method === 'send' || kind === 'webhook' || kind === 'callback'
  return !isOut && !isSafe && !classes.has('read')
}

function callersOf(
  operation: Operation,
  facts: Pick<Facts, 'gateway'>,
  { declaresSecurity }: Pick<ApiDocument, 'declaresSecurity'>,
): Pick<Exposure, 'callers' | 'because'> {
  const { kind, inherited } = operation.security
  const whose = inherited ? "the document's" : 'its'
  if (kind === 'required') return { callers: 'authenticated', because: 'every way in asks for something' }
  if (kind === 'unreadable') return { callers: 'unknown', because: `${whose} \`security\` could not be read` }
  const gateway = facts.gateway.authentication
  if (gateway !== undefined) {
    return {
      callers: 'authenticated',
      because: `a gateway authenticates callers, says the policy: ${gateway}`,
    }
  }
  if (kind === 'optional') {
    return { callers: 'optional', because: `${whose} \`security\` also lists \`{}\`, which asks for nothing` }
  }
  if (kind === 'public') {
    return { callers: 'anyone', because: `${whose} \`security\` asks for nothing` }
  }
  // many descriptions leave authentication to other pages: that says nothing of who may call
  if (operation.kind === 'http' && !declaresSecurity) {
    return { callers: 'unknown', because: 'the description says nothing about authentication' }
  }
  return undeclared(operation)
}

/** Services that let nobody in without an account of the provider, by means that AsyncAPI has no scheme for. */
const PROVIDER_PROTOCOLS: ReadonlySet<string> = new Set(['sns', 'sqs', 'googlepubsub', 'anypointmq'])

function undeclared({ kind, servers }: Operation): Pick<Exposure, 'callers' | 'because'> {
  if (kind === 'webhook' || kind === 'callback') {
    return { callers: 'unknown', because: 'nothing says how the receiver knows who calls' }
  }
  if (kind !== 'message') return { callers: 'anyone', because: 'no `security` applies to it' }
  if (servers.length === 0) return { callers: 'unknown', because: 'no server is described' }
  const [provider] = servers.flatMap(({ expansions }) =>
    expansions.flatMap(({ protocol }) => (PROVIDER_PROTOCOLS.has(protocol) ? [protocol] : [])),
  )
  if (provider !== undefined) {
    return { callers: 'unknown', because: `\`${provider}\` authenticates by the means of its provider` }
  }
  return { callers: 'anyone', because: 'neither the server nor the operation has `security`' }
}

function intentionOf({ publicBy, publicReason }: Operation): Exposure['intended'] {
  return publicBy === undefined || publicReason === undefined ? null : { by: publicBy, reason: publicReason }
}

function requirementsOf({ requirements }: SecurityAlternative): readonly string[] {
  return requirements.map(requirementText)
}

/** `apiKey in header X-Key`, `oauth2 (orders:read)`, `http bearer`; of what is not declared, its name. */
function requirementText({ name, scheme, scopes, status }: SecurityRequirement): string {
  if (!scheme) return `${name} (${status === 'undefined' ? 'not declared' : 'could not be read'})`
  const asked = scopes.map((scope) => scope.name)
  return asked.length === 0 ? schemeText(scheme) : `${schemeText(scheme)} (${asked.join(', ')})`
}

function schemeText({ type, in: place, parameterName, httpScheme }: SecurityScheme): string {
  if (type === 'http') return httpScheme === undefined ? 'http' : `http ${httpScheme}`
  const where = place === undefined ? '' : ` in ${place}`
  return parameterName === undefined ? `${type}${where}` : `${type}${where} ${parameterName}`
}

const ENCRYPTED = { tls: true, plaintext: false, unknown: null } as const

function exposedServers({ expansions }: Server): readonly ExposedServer[] {
  return expansions.map(({ url, transport }) => ({ url, encrypted: ENCRYPTED[transport] }))
}

function exposedField({ name, sensitivity, where }: SensitiveField): ExposureField {
  return { name, kind: sensitivity.dataClass, where }
}
