const FORMAT_NAMES = {
  oas: 'OpenAPI 2.0 to 3.2',
  oas2: 'OpenAPI 2.0',
  oas3: 'OpenAPI 3.0 to 3.2',
  'oas3.0': 'OpenAPI 3.0',
  'oas3.1': 'OpenAPI 3.1',
  'oas3.2': 'OpenAPI 3.2',
  asyncapi: 'AsyncAPI 2 and 3',
  asyncapi2: 'AsyncAPI 2',
  asyncapi3: 'AsyncAPI 3',
  overlay: 'Overlay 1.0 and 1.1',
  overlay1: 'Overlay 1.0 and 1.1',
  arazzo: 'Arazzo 1.0',
  arazzo1: 'Arazzo 1.0',
}

/** Formats in words, the wider ones in place of those that they cover. */
export function formatNames(formats) {
  const wider = (format) => formats.some((other) => other !== format && format.startsWith(other))
  return Object.keys(FORMAT_NAMES)
    .filter((format) => formats.includes(format) && !wider(format))
    .map((format) => FORMAT_NAMES[format])
    .join(', ')
}
