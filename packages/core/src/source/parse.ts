import type { Problem } from '../problem.ts'
import type { Fault } from './fault.ts'
import { ParsedFile, unreadable } from './file.ts'
import { readJson, tooDeep } from './json.ts'
import { buildJsonTape } from './json-tape.ts'
import { FIXED_LIMITS, type Limits, USUAL_LIMITS } from './limits.ts'
import type { SourceFile } from './types.ts'
import type { ParsedEvents, YamlResult } from './yaml.ts'
import { skipBlank } from './yaml-scan.ts'

/**
 * Reads a YAML or JSON text. Never rejects for what the text holds: what cannot be read is told by
 * `problems`, and `value` is then undefined.
 *
 * A text that starts with a bracket is JSON if `JSON.parse` accepts it or its name ends in `.json`; any other
 * is YAML. Mappings are plain objects with own properties only; keys are strings, as they are written; the
 * last of equal keys wins. Of several YAML documents the first with content is read. The YAML parsers are
 * loaded when the first YAML text comes along.
 */
export async function parseSource(
  uri: string,
  text: string,
  limits: Limits = FIXED_LIMITS,
): Promise<SourceFile> {
  const begun = beginParsing(uri, text, limits)
  return 'file' in begun ? begun.file : parseYamlText(uri, begun.content, begun.first, limits)
}

/** The same without waiting, once {@link loadReaders} has been waited for. */
export function parseAtOnce(uri: string, text: string, limits: Limits = FIXED_LIMITS): ParsedFile {
  const begun = beginParsing(uri, text, limits)
  if ('file' in begun) return begun.file
  const { yaml, lenient } = readers
  if (!yaml) throw new Error('The YAML parser is not loaded.')
  const { content, first } = begun
  return yamlFile(uri, content, first, yaml.parseYaml(content, limits), { yaml, lenient, limits })
}

/** Reads all but YAML. */
function beginParsing(
  uri: string,
  text: string,
  limits: Limits,
): { readonly file: ParsedFile } | { readonly content: string; readonly first: string | undefined } {
  const content = text.startsWith('\uFEFF') ? text.slice(1) : text
  const nul = content.indexOf('\0')
  if (nul !== -1) return { file: unreadable(uri, content, 'yaml', [problem(uri, binaryText(nul))]) }
  const start = skipBlank(content, 0)
  if (start >= content.length) {
    return { file: unreadable(uri, content, languageByName(uri), [empty(uri)]) }
  }
  const first = content[start]
  if (first !== '{' && first !== '[') return { content, first }
  const json = readJson(content, limits)
  if (!('value' in json)) {
    if (languageByName(uri) !== 'json') return { content, first }
    return { file: unreadable(uri, content, 'json', [problem(uri, json.fault())]) }
  }
  const { value, mayRepeatKeys } = json
  const tape = () => buildJsonTape(content)
  const reading = { uri, text: content, language: 'json', value, problems: [] } as const
  return { file: new ParsedFile({ ...reading, tape, mayRepeatKeys, isPlain: true }) }
}

/** The parsers of YAML, once they are loaded. */
const readers: {
  yaml?: typeof import('./yaml.ts')
  /** For texts that are not quite YAML. */
  lenient?: typeof import('./yaml-lenient.ts')
} = {}

/** Loads what {@link parseAtOnce} needs; the patient parser only where it is asked for. */
export async function loadReaders(isLenient: boolean): Promise<void> {
  readers.yaml ??= await import('./yaml.ts')
  if (isLenient) readers.lenient ??= await import('./yaml-lenient.ts')
}

/** Begins to load the YAML parser, for callers that see YAML coming. */
export function expectYaml(): void {
  void import('./yaml.ts')
}

/**
 * What `parseSource` makes of a YAML text without a byte order mark of which it is known that js-yaml gives up at an
 * offset.
 */
export function parseStopped(uri: string, text: string, stop: number): Promise<SourceFile> {
  return parseYamlText(uri, text, undefined, USUAL_LIMITS, { stop, tooDeep: false })
}

/** @param first character that is neither white space nor part of a comment */
async function parseYamlText(
  uri: string,
  text: string,
  first: string | undefined,
  limits: Limits,
  known?: ParsedEvents,
): Promise<SourceFile> {
  await loadReaders(false)
  const yaml = readers.yaml ?? (await import('./yaml.ts'))
  const parsed = known ?? yaml.parseYaml(text, limits)
  if (isLenient(parsed)) await loadReaders(true)
  return yamlFile(uri, text, first, parsed, { yaml, lenient: readers.lenient, limits })
}

/** Whether only the patient parser gets through the text. */
function isLenient(parsed: ParsedEvents): boolean {
  return !('events' in parsed) && !parsed.tooDeep
}

/** What reads YAML, and within which limits. */
interface Reading {
  readonly yaml: typeof import('./yaml.ts')
  /** Undefined where it is not loaded. */
  readonly lenient: typeof import('./yaml-lenient.ts') | undefined
  readonly limits: Limits
}

function yamlFile(
  uri: string,
  text: string,
  first: string | undefined,
  parsed: ParsedEvents,
  { yaml, lenient, limits }: Reading,
): ParsedFile {
  let result: YamlResult
  if ('events' in parsed) result = yaml.readEvents(text, parsed.events, undefined, limits)
  else if (parsed.tooDeep) result = { value: undefined, faults: [tooDeep(parsed.stop, limits)] }
  else if (lenient) result = lenient.readLeniently(text, parsed.stop, limits)
  else throw new Error('The patient parser of YAML is not loaded.')
  const problems = result.empty ? [empty(uri)] : result.faults.map((fault) => problem(uri, fault))
  const { value, tape } = result
  if (!tape) return unreadable(uri, text, 'yaml', problems)
  return new ParsedFile({
    uri,
    text,
    language: 'yaml',
    value,
    problems,
    tape: () => tape,
    mayRepeatKeys: () => true,
    lenient: !('events' in parsed),
    isPlain: result.isPlain === true && 'events' in parsed && first !== '{' && first !== '[',
  })
}

function languageByName(uri: string): 'json' | 'yaml' {
  return /\.json$/i.test(uri.replace(/[?#].*$/s, '')) ? 'json' : 'yaml'
}

function problem(uri: string, { code, span, message }: Fault): Problem {
  return { code, severity: 'error', message, uri, span }
}

function empty(uri: string): Problem {
  const message = 'The file is empty: it holds nothing but white space and comments.'
  return { code: 'file-empty', severity: 'error', message, uri }
}

function binaryText(offset: number): Fault {
  return {
    code: 'file-binary',
    span: { start: offset, end: offset + 1 },
    message: 'This is not a text file: it holds a NUL character. Name the YAML or JSON description instead.',
  }
}
