import {
  type At,
  append,
  type Concepts,
  type MediaType,
  type Model,
  type Operation,
  type Parameter,
  type Schema,
} from '@specward/core'
import { compareText, firstByIdentity } from '../in-order.ts'

/** What a value is a part of. */
export type Source = 'json' | 'form' | 'multipart' | 'parameter'

export const isJsonType = (type: string) => /[/+]json(?:l|-seq)?$|ndjson$/.test(type)

export const isFormType = (type: string) => /^(?:multipart\/|application\/x-www-form-urlencoded$)/.test(type)

const isOfJson = ({ source }: { readonly source: Source }) => source === 'json'

const isOfHttp = ({ kind }: Operation) => kind === 'http'

/** Where something is sent: as a body, or as a parameter. */
export interface Start {
  readonly schema: Schema
  readonly isBody: boolean
  readonly label: string
  readonly at: At
  readonly name: string
  readonly source: Source
  /** Where it stands among others, whatever comes first in the text. */
  readonly key: string
}

/** Bodies and parameters of HTTP operations, in document order. */
export function startsOf(model: Model): readonly Start[] {
  const starts: Start[] = []
  for (const body of model.select('requestBody')) {
    for (const media of body.content) append(starts, startsOfMedia(media, body))
  }
  for (const parameter of model.select('parameter')) append(starts, startsOfParameter(parameter))
  // what JSON says is looked at first where a form takes the same
  return [...starts.filter(isOfJson), ...starts.filter((each) => !isOfJson(each))]
}

export function byKey(a: Start, b: Start): number {
  return Number(isOfJson(b)) - Number(isOfJson(a)) || compareText(a.key, b.key)
}

function startsOfMedia(media: MediaType, body: Concepts['requestBody']): readonly Start[] {
  const operation = firstByIdentity(body.operations.filter(isOfHttp))
  if (!operation) return []
  // OpenAPI 2.0 may leave the type open
  const isJson = isJsonType(media.type) || media.type === ''
  if (!isJson && !isFormType(media.type)) return []
  const form = media.type.startsWith('multipart/') ? 'multipart' : 'form'
  const source = isJson ? 'json' : form
  const label = `The body of \`${operation.label}\``
  const key = `${operation.identity} body ${media.type}`
  return [media.schema, media.itemSchema].flatMap((schema) =>
    schema
      ? [
          {
            schema,
            isBody: true,
            label,
            at: { node: schema.node, part: 'key' } as const,
            name: '',
            source,
            key,
          },
        ]
      : [],
  )
}

function startsOfParameter({ schema, operations, node, name, in: where }: Parameter): readonly Start[] {
  const operation = firstByIdentity(operations.filter(isOfHttp))
  if (!schema || !operation || where === 'body') return []
  const at =
    node === schema.node ? (node.child('name') ?? node) : ({ node: schema.node, part: 'key' } as const)
  return [
    {
      schema,
      isBody: false,
      label: `Parameter \`${name}\` of \`${operation.label}\``,
      at,
      name,
      source: 'parameter',
      key: `${operation.identity} ${where} ${name}`,
    },
  ]
}
