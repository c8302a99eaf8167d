import type { ErrorCode, YAMLParseError } from 'yaml'
import type { Fault } from './fault.ts'
import { lineEnd } from './yaml-scan.ts'

/** Faults told about one file; later ones are mostly echoes of the first. */
const FAULT_LIMIT = 5

/** The errors of the `yaml` package in our words: the first one of each line, in the order of the text. */
export function yamlFaults(text: string, errors: readonly YAMLParseError[]): Fault[] {
  const faults: Fault[] = []
  let line = -1
  for (const error of [...errors].sort((one, other) => one.pos[0] - other.pos[0])) {
    const start = Math.min(Math.max(error.pos[0], 0), text.length)
    const end = lineEnd(text, start)
    if (end === line || faults.length === FAULT_LIMIT) continue
    line = end
    const last = Math.min(Math.max(error.pos[1], start + 1), Math.max(end, start))
    faults.push({ code: code(error.code), span: { start, end: last }, message: MESSAGES[error.code] })
  }
  return faults
}

/** Where a text nests deeper than it can be read patiently. */
export function tooDeepAt(offset: number): Fault {
  const span = { start: offset, end: offset + 1 }
  return { code: 'nesting-too-deep', span, message: MESSAGES.RESOURCE_EXHAUSTION }
}

function code(of: ErrorCode): Fault['code'] {
  return of === 'RESOURCE_EXHAUSTION' ? 'nesting-too-deep' : 'syntax-error'
}

const MESSAGES: Readonly<Record<ErrorCode, string>> = {
  ALIAS_PROPS: 'An alias takes no anchor and no tag of its own.',
  BAD_ALIAS: 'This alias repeats nothing, or its name is not one that YAML allows.',
  BAD_DIRECTIVE: 'YAML knows no such directive; a document starts with its content or with `---`.',
  BAD_DQ_ESCAPE: 'Double-quoted text knows no such escape; write \\\\ for a backslash, or use single quotes.',
  BAD_INDENT: 'Bad indentation: this line starts in a column that fits nothing above it.',
  BAD_PROP_ORDER: 'Anchors and tags come after the indicator (`-`, `?` or `:`), before the value.',
  BAD_SCALAR_START: 'Plain text cannot start with this character; put the value in quotes.',
  BLOCK_AS_IMPLICIT_KEY:
    'A mapping cannot start here on the line of another key; put the value in quotes, or on a line of its own.',
  BLOCK_IN_FLOW: 'Inside brackets and braces everything must be in brackets and braces too.',
  DUPLICATE_KEY: 'This key stands twice in the same mapping.',
  IMPOSSIBLE: 'This cannot be read as YAML.',
  KEY_OVER_1024_CHARS: 'A key cannot be longer than 1,024 characters.',
  MISSING_CHAR: 'A character is missing here: a closing quote or bracket, a comma, or the `:` after a key.',
  MULTILINE_IMPLICIT_KEY: 'A key must stand on one line; is the `:` after it missing, or a quote not closed?',
  MULTIPLE_ANCHORS: 'A value can have one anchor only.',
  MULTIPLE_DOCS: 'A second document starts here.',
  MULTIPLE_TAGS: 'A value can have one tag only.',
  NON_STRING_KEY: 'Keys must be text.',
  RESOURCE_EXHAUSTION: 'Nesting goes too deep here; the file was not read.',
  TAB_AS_INDENT: 'A tab cannot be used for indentation; use spaces.',
  TAG_RESOLVE_FAILED: 'The value does not fit its tag.',
  UNEXPECTED_TOKEN:
    'This does not belong here. If it is part of the value before it, put that whole value in quotes.',
  BAD_COLLECTION_TYPE: 'The tag does not fit this kind of value.',
}
