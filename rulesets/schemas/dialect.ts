import type { ApiDocument, Model, Node } from '@specward/core'

/** Dialects that OpenAPI 3.1 and 3.2 are read in. */
const USUAL =
  /^https:\/\/(?:spec\.openapis\.org\/oas\/3\.\d\/dialect|json-schema\.org\/draft\/20(?:20-12|19-09)\/schema)/

/** Formats of AsyncAPI that are draft 7 of JSON Schema. */
const USUAL_FORMAT = /^application\/(?:vnd\.aai\.asyncapi|schema\+(?:json|yaml);version=draft-0[67])/

const DRAFT_7 = /^https?:\/\/json-schema\.org\/draft-0[67]\/schema/

/** Where a description says that its schemas are written in another dialect of JSON Schema than the usual one. */
export function otherDialect({ format, node }: ApiDocument, model: Model): Node | undefined {
  const isAsync = format.startsWith('asyncapi')
  const usual = isAsync ? DRAFT_7 : USUAL
  const declared = node.child('jsonSchemaDialect')
  if (!isAsync && declared?.string !== undefined && !usual.test(declared.string)) return declared
  const foreign = isAsync
    ? model
        .stringsWith(/^application\//, 16)
        .find(({ node: said, value }) => said.key === 'schemaFormat' && !USUAL_FORMAT.test(value))
    : undefined
  if (foreign) return foreign.node
  return model
    .stringsWith(/json-schema\.org\//, 20)
    .find(({ node: said, value }) => said.key === '$schema' && !usual.test(value))?.node
}
