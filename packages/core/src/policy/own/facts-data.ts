import type { Direction, Schema, SchemaUse } from '../../model/concepts.ts'
import type { Sensitivity } from '../../model/sensitivity.ts'
import type { Fact, FactTable } from './facts.ts'
import { once } from './facts-kit.ts'

type Data = Pick<
  FactTable,
  'parameter' | 'requestBody' | 'response' | 'header' | 'mediaType' | 'schema' | 'property'
>

const DATA_CLASSES = ['credential', 'personal', 'financial'] as const

const LOCATIONS = ['query', 'header', 'path', 'cookie', 'querystring', 'formData', 'body', 'address'] as const

const ofAnyKind = {
  type: 'text',
  words: DATA_CLASSES,
  about: 'What kind of sensitive data it holds, as far as name, format and extensions tell; absent when none',
} as const

const sensitivity: Fact<{ readonly sensitivity: Sensitivity | undefined }> = {
  ...ofAnyKind,
  of: (concept) => concept.sensitivity?.dataClass,
}

const mediaTypes: Fact<{ readonly content: readonly { readonly type: string }[] }> = {
  type: 'list',
  about: 'The media types',
  of: ({ content }) => once(content.map(({ type }) => type)),
}

const ofSchema = {
  types: {
    type: 'list',
    about: 'The types that its schema declares; `nullable` adds `null`',
    of: ({ schema }) => schema?.types ?? [],
  },
  format: { type: 'text', about: 'The `format` of its schema', of: ({ schema }) => schema?.format },
} as const satisfies Record<string, Fact<{ readonly schema: Schema | undefined }>>

const used = {
  isInRequest: {
    type: 'flag',
    about: 'Whether some operation takes it',
    of: ({ uses }) => goes(uses, 'request'),
  },
  isInResponse: {
    type: 'flag',
    about: 'Whether some operation returns it',
    of: ({ uses }) => goes(uses, 'response'),
  },
  operationLabels: {
    type: 'list',
    about: 'The operations that take or return it',
    of: ({ uses }) => once(uses.map(({ operation }) => operation.label)),
  },
} as const satisfies Record<string, Fact<{ readonly uses: readonly SchemaUse[] }>>

/** Facts of what is sent and returned. */
export const DATA_FACTS: Data = {
  parameter: {
    name: { type: 'text', about: 'The name', of: ({ name }) => name },
    in: { type: 'text', words: LOCATIONS, about: 'Where it is sent', of: (parameter) => parameter.in },
    required: { type: 'flag', about: 'Whether it has to be sent', of: ({ required }) => required },
    fieldNames: {
      type: 'list',
      about: 'All names on the wire, those of an object that it carries included: `filter[email]`',
      of: ({ fields }) => once(fields.map(({ label }) => label)),
    },
    sensitivity: {
      ...ofAnyKind,
      of: ({ fields }) => fields.find((field) => field.sensitivity)?.sensitivity?.dataClass,
      decidedBy: ({ fields }) => fields.find((field) => field.sensitivity)?.node,
    },
    ...ofSchema,
    operationLabels: {
      type: 'list',
      about: 'The operations that take it',
      of: ({ operations }) => once(operations.map(({ label }) => label)),
    },
  },
  requestBody: {
    required: { type: 'flag', about: 'Whether it has to be sent', of: ({ required }) => required },
    mediaTypes,
    operationLabels: {
      type: 'list',
      about: 'The operations that take it',
      of: ({ operations }) => once(operations.map(({ label }) => label)),
    },
  },
  response: {
    headerNames: {
      type: 'list',
      about: 'The names of its headers',
      of: ({ headers }) => once(headers.map(({ name }) => name)),
    },
    mediaTypes,
    operationLabels: {
      type: 'list',
      about: 'The operations that return it',
      of: ({ operations }) => once(operations.map(({ label }) => label)),
    },
  },
  header: {
    name: { type: 'text', about: 'The name', of: ({ name }) => name },
    sensitivity,
    ...ofSchema,
  },
  mediaType: {
    name: {
      type: 'text',
      about: 'The media type, in lower case, without parameters',
      of: ({ type }) => type,
    },
    types: ofSchema.types,
  },
  schema: {
    name: { type: 'text', about: 'The name of the component, where it is one', of: ({ name }) => name },
    types: { ...ofSchema.types, of: ({ types }) => types },
    format: { type: 'text', about: 'Its `format`', of: ({ format }) => format },
    propertyNames: {
      type: 'list',
      about: 'The names of all properties, through `$ref`, `allOf`, `oneOf` and `anyOf` as well',
      of: ({ properties }) => once(properties.map(({ name }) => name)),
    },
    isClosed: {
      type: 'flag',
      about: 'Whether no property is accepted that is not listed',
      of: ({ isClosed }) => isClosed,
    },
    ...used,
  },
  property: {
    name: { type: 'text', about: 'The name', of: ({ name }) => name },
    required: {
      type: 'flag',
      about: 'Whether its schema lists it as required',
      of: ({ required }) => required,
    },
    readOnly: { type: 'flag', about: 'Whether it is `readOnly`', of: ({ readOnly }) => readOnly },
    writeOnly: { type: 'flag', about: 'Whether it is `writeOnly`', of: ({ writeOnly }) => writeOnly },
    sensitivity,
    ...ofSchema,
    schemaName: {
      type: 'text',
      about: 'The name of the component that lists it, where it is one',
      of: ({ owner }) => owner.name,
    },
    ...used,
  },
}

function goes(uses: readonly SchemaUse[], direction: Direction): boolean {
  return uses.some((use) => use.direction === direction)
}
