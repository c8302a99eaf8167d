import type { Operation } from '../model/concepts.ts'
import type { Model } from '../model/model.ts'
import { tokens } from '../model/names.ts'
import type { OperationClass } from '../model/operation-class.ts'
import type { Facet } from './catalogue.ts'

/** Facets whose parts are operations. */
export type OperationFacet = Extract<
  Facet,
  'access' | 'operations' | 'writes' | 'objects' | 'administration' | 'credentials' | 'data' | 'outgoing'
>

type SetFacet = Exclude<OperationFacet, 'access' | 'data'>

/** The operations that a facet is about, in the order of the document. */
export function membersOf(facet: SetFacet, model: Model): readonly Operation[] {
  const { operations } = model.document
  if (facet === 'operations') return operations
  if (facet === 'outgoing') {
    const given = urlTakers(model)
    return operations.filter((each) => isSent(each) || given.has(each))
  }
  if (facet === 'credentials') {
    return operations.filter((each) => has(each, CREDENTIAL) || handlesCredentials(each, model))
  }
  return operations.filter(MEMBERS[facet])
}

const MEMBERS: Readonly<
  Record<Exclude<SetFacet, 'operations' | 'outgoing' | 'credentials'>, (operation: Operation) => boolean>
> = {
  writes: ({ isSafe, method }) => !isSafe && method !== 'send',
  objects: (operation) => operation.path.includes('{') || operation.parameters.some(namesObject),
  administration: (operation) => has(operation, ['admin']),
}

const CREDENTIAL: readonly OperationClass[] = ['login', 'token', 'reset', 'register', 'verify', 'logout']

/** By what is no prose: an operation is not another one because its summary was put in other words. */
function has({ lastingClasses }: Operation, wanted: readonly OperationClass[]): boolean {
  return wanted.some((each) => lastingClasses.has(each))
}

function handlesCredentials(operation: Operation, model: Model): boolean {
  const fields = model.sensitiveFields.get(operation) ?? []
  return fields.some(({ sensitivity }) => sensitivity.dataClass === 'credential')
}

const ID: ReadonlySet<string> = new Set(['id', 'uuid', 'guid'])

function namesObject({ name, in: place }: Operation['parameters'][number]): boolean {
  return (place === 'query' || place === 'path') && ID.has(tokens(name).at(-1) ?? '')
}

function isSent({ kind, method }: Operation): boolean {
  return kind === 'webhook' || kind === 'callback' || method === 'send'
}

const URL_FORMATS: ReadonlySet<string> = new Set(['uri', 'url', 'iri'])

const URL_WORDS: ReadonlySet<string> = new Set(['url', 'uri', 'webhook', 'callback'])

function isUrl(name: string, format: string | undefined): boolean {
  return URL_FORMATS.has(format ?? '') || URL_WORDS.has(tokens(name).at(-1) ?? '')
}

/** Operations to which a caller gives a URL. */
function urlTakers(model: Model): ReadonlySet<Operation> {
  const found = new Set<Operation>()
  for (const operation of model.document.operations) {
    if (operation.parameters.some(({ name, schema }) => isUrl(name, schema?.format))) found.add(operation)
  }
  for (const { name, schema, uses } of model.select('property')) {
    if (!isUrl(name, schema.format)) continue
    for (const { operation, direction } of uses) if (direction === 'request') found.add(operation)
  }
  return found
}
