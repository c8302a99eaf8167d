import { type Node, type Operation, type Schema, tokens } from '@specward/core'
import { isArchive, saysNothing, type Upload } from './uploads.ts'

/** "10 MB", "1 MiB", "2 gigabytes". */
const SIZE = /\d\s?(?:[kmgt]i?b|bytes|(?:kilo|mega|giga)bytes?)\b/i

/** "too large", "maximum size", "size limit". */
const SIZE_WORDS =
  /\btoo (?:large|big)\b|\b(?:max(?:imum|\.)?|largest)\b[^.]{0,30}\b(?:size|length|bytes)\b|\b(?:size|length|upload|file) (?:limit|quota)s?\b|\bexceeds?\b[^.]{0,40}\b(?:size|limit|quota)\b|\bsize of the (?:file|upload)\b[^.]{0,30}\blimit|\b(?:account|storage|upload) quota\b/i

/** Names of file types, as words; `text` and `document` say too little. */
const TYPES: ReadonlySet<string> = new Set(
  `png jpg jpeg gif webp svg bmp tiff heic ico pdf csv tsv xls xlsx doc docx ppt pptx odt rtf json jsonl ndjson yaml yml
  xml zip tar gz tgz targz rar wav mp3 mp4 m4a ogg webm flac mpeg avi mov epub html markdown md pem p12 pfx crt cer jar
  wasm apk ipa sql parquet gpx kml geojson stl glb gltf image picture photo avatar logo icon thumbnail audio video
  certificate spreadsheet firmware dockerfile tarball sarif`.split(/\s+/),
)

/** Extensions of a gateway or a generator: `x-max-size`, `x-file-types`. */
const EXTENSION_WORDS: ReadonlySet<string> = new Set(
  'size max maximum limit length extension mime'.split(' '),
)

/** What nothing says of an uploaded file: its size and type, or the size of an archive alone; undefined where a limit is told. */
export function lackOf(upload: Upload, operation: Operation): 'size or type' | 'size' | undefined {
  if (hasLimit(upload, operation)) return undefined
  return typesOf(upload).some(isArchive) ? 'size' : 'size or type'
}

/** Whether anything says how large an uploaded file may be, or of which type. That it is an archive says neither. */
function hasLimit(upload: Upload, operation: Operation): boolean {
  return (
    operation.responses.some(({ status }) => status === '413' || status === '415') ||
    operation.parameters.some(({ name }) => tellsSize(name)) ||
    isLimitedBySchema(upload) ||
    isLimitedByEncoding(upload) ||
    nodesOf(upload, operation).some(hasExtension) ||
    isLimitedInWords(upload, operation)
  )
}

/** As the description writes them: of the part, or of the whole body. */
function typesOf({ entry, name, schema }: Upload): readonly string[] {
  if (name === undefined) return entry ? [entry.string ?? entry.key] : []
  const types = entry?.at('encoding', name, 'contentType')?.string?.split(',') ?? []
  const said = [schema, schema?.items].flatMap((each) => each?.all('contentMediaType') ?? [])
  return [...types, ...said.flatMap(({ string }) => string ?? [])]
}

/** The size is announced, and can be refused. */
function tellsSize(name: string): boolean {
  const words = tokens(name)
  return words.includes('size') || /^content (?:length|range)$/.test(words.join(' '))
}

function isLimitedBySchema({ schema }: Upload): boolean {
  return [schema, schema?.items].some((each) => each !== undefined && hasKeyword(each))
}

function hasKeyword(schema: Schema): boolean {
  if (['maxLength', 'enum', 'const'].some((keyword) => schema.all(keyword).length > 0)) return true
  return schema.all('contentMediaType').some(({ string }) => string !== undefined && isTold(string))
}

function isLimitedByEncoding({ entry, name }: Upload): boolean {
  if (name === undefined) return false
  const types = entry?.at('encoding', name, 'contentType')?.string
  return types?.split(',').every(isTold) === true
}

/** A type that limits what is in the file. */
function isTold(type: string): boolean {
  return !saysNothing(type) && !isArchive(type)
}

function nodesOf({ node, schema, entry }: Upload, operation: Operation): readonly Node[] {
  const all = [node, schema?.node, schema?.items?.node, entry, operation.requestBody?.node, operation.node]
  return all.filter((each) => each !== undefined)
}

function hasExtension(node: Node): boolean {
  const { value } = node
  if (typeof value !== 'object' || value === null) return false
  return Object.keys(value).some((key) => {
    if (!key.startsWith('x-')) return false
    const words = tokens(key)
    return words.some((word) => EXTENSION_WORDS.has(word)) && !words.includes('rate')
  })
}

function isLimitedInWords(upload: Upload, operation: Operation): boolean {
  const said = nodesOf(upload, operation).flatMap((node) => [
    node.child('description')?.string,
    node.child('summary')?.string,
  ])
  const refused = operation.responses.map(({ response }) => response?.node.child('description')?.string)
  const texts = [...said, ...refused].filter((text) => text !== undefined)
  if (texts.some((text) => SIZE.test(text) || SIZE_WORDS.test(text))) return true
  const names = [upload.name, operation.operationId, operation.path.split('/').at(-1)]
  return [...names, ...said].some((text) => text !== undefined && namesType(text))
}

/** The beginning is read: what a long text says of types later is about something else. */
function namesType(text: string): boolean {
  return tokens(text.slice(0, 2000)).some((word) => TYPES.has(word))
}
