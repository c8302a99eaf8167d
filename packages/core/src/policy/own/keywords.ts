import type { ConceptName } from '../../model/concepts.ts'

const SCHEMA = [
  ...[
    '$ref',
    '$id',
    '$schema',
    '$anchor',
    '$defs',
    '$comment',
    'type',
    'enum',
    'const',
    'multipleOf',
    'maximum',
  ],
  ...['exclusiveMaximum', 'minimum', 'exclusiveMinimum', 'maxLength', 'minLength', 'pattern', 'maxItems'],
  ...['minItems', 'uniqueItems', 'maxContains', 'minContains', 'maxProperties', 'minProperties', 'required'],
  ...['dependentRequired', 'dependentSchemas', 'properties', 'patternProperties', 'additionalProperties'],
  ...[
    'propertyNames',
    'unevaluatedProperties',
    'unevaluatedItems',
    'items',
    'prefixItems',
    'additionalItems',
  ],
  ...['contains', 'allOf', 'oneOf', 'anyOf', 'not', 'if', 'then', 'else', 'format', 'contentEncoding'],
  ...['contentMediaType', 'contentSchema', 'title', 'description', 'default', 'deprecated', 'readOnly'],
  ...['writeOnly', 'examples', 'example', 'nullable', 'discriminator', 'xml', 'externalDocs', 'definitions'],
]

/** Keywords that the specifications know for the object of a concept; extensions (`x-`) are always known. */
export const KEYWORDS: Readonly<Record<ConceptName, readonly string[]>> = {
  document: [
    ...['openapi', 'swagger', 'asyncapi', 'id', '$self', 'info', 'jsonSchemaDialect', 'servers', 'paths'],
    ...[
      'webhooks',
      'components',
      'security',
      'tags',
      'externalDocs',
      'host',
      'basePath',
      'schemes',
      'consumes',
    ],
    ...[
      'produces',
      'definitions',
      'parameters',
      'responses',
      'securityDefinitions',
      'channels',
      'operations',
    ],
    ...['defaultContentType'],
  ],
  server: [
    ...[
      'url',
      'name',
      'description',
      'variables',
      'host',
      'protocol',
      'protocolVersion',
      'pathname',
      'title',
    ],
    ...['summary', 'security', 'tags', 'externalDocs', 'bindings'],
  ],
  securityScheme: [
    ...['type', 'description', 'name', 'in', 'scheme', 'bearerFormat', 'flows', 'flow', 'openIdConnectUrl'],
    ...['oauth2MetadataUrl', 'deprecated', 'authorizationUrl', 'tokenUrl', 'scopes'],
  ],
  securityRequirement: [],
  operation: [
    ...['tags', 'summary', 'description', 'externalDocs', 'operationId', 'parameters', 'requestBody'],
    ...['responses', 'callbacks', 'deprecated', 'security', 'servers', 'consumes', 'produces', 'schemes'],
    ...['action', 'channel', 'title', 'bindings', 'traits', 'messages', 'message', 'reply'],
  ],
  parameter: [
    ...['name', 'in', 'description', 'required', 'deprecated', 'allowEmptyValue', 'style', 'explode'],
    ...['allowReserved', 'schema', 'example', 'examples', 'content', 'collectionFormat', 'location'],
    ...SCHEMA,
  ],
  requestBody: ['description', 'content', 'required', 'name', 'in', 'schema'],
  response: ['summary', 'description', 'headers', 'content', 'links', 'schema', 'examples'],
  header: [
    ...[
      'description',
      'required',
      'deprecated',
      'style',
      'explode',
      'schema',
      'example',
      'examples',
      'content',
    ],
    ...['collectionFormat', ...SCHEMA],
  ],
  mediaType: ['schema', 'itemSchema', 'example', 'examples', 'encoding', 'prefixEncoding', 'itemEncoding'],
  schema: SCHEMA,
  property: SCHEMA,
  channel: [
    ...['address', 'messages', 'title', 'summary', 'description', 'servers', 'parameters', 'tags'],
    ...['externalDocs', 'bindings', 'subscribe', 'publish'],
  ],
  message: [
    ...[
      'headers',
      'payload',
      'correlationId',
      'contentType',
      'name',
      'title',
      'summary',
      'description',
      'tags',
    ],
    ...['externalDocs', 'bindings', 'examples', 'traits', 'schemaFormat', 'messageId'],
  ],
  string: [],
  reference: [],
}

/** True for a keyword of the specifications, and for an extension. */
export function isKeyword(concept: ConceptName, word: string): boolean {
  return word.startsWith('x-') || KEYWORDS[concept].includes(word)
}
