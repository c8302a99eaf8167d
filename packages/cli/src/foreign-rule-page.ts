import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type ExplainedRule, type ForeignRule, type SourceFile, visible } from '@specward/core'
import { noteOf } from './config-text.ts'

const BOLD = ['\u001b[1m', '\u001b[22m'] as const
const DIM = ['\u001b[2m', '\u001b[22m'] as const

/** Width of the names of properties. */
const NAMES = 10

/**
 * What a rule of a ruleset is, for a terminal. All that it says is the author's, and is shown as it is written.
 *
 * @param level what the policy makes of its severity
 */
export function foreignRulePage(
  rule: ForeignRule,
  level: ExplainedRule | undefined,
  files: ReadonlyMap<string, SourceFile>,
  cwd: string,
  color: boolean,
): string {
  const paint = (text: string, [on, off]: readonly [string, string]): string =>
    color ? on + text + off : text
  const { id, description, severity, formats, given, then = [], message, tags, documentationUrl } = rule
  const line = (name: string, values: readonly (string | undefined)[]): readonly string[] =>
    values
      .filter((value) => value !== undefined && value !== '')
      .map((value, index) => {
        const label = (index === 0 ? name : '').padEnd(NAMES)
        return `  ${paint(label, DIM)} ${visible(value ?? '')}`
      })
  const lines = [
    paint(visible(id), BOLD),
    '',
    ...(description === undefined ? [] : [...description.split(/\r?\n/).map(visible), '']),
    ...line('severity', [level ? levelText(level) : severity]),
    ...line('formats', [formats.length > 0 ? formats.join(', ') : 'all']),
    ...line('given', given),
    ...line('then', then.map(thenText)),
    ...line('message', [message]),
    ...line('tags', [tags.join(', ')]),
    ...line('defined in', [definedIn(rule, files, cwd)]),
    ...line('see', [documentationUrl]),
  ]
  return `${lines.map((each) => each.trimEnd()).join('\n')}\n`
}

/** `off (specward.yaml:3; was warn in house.yaml:2)`; where nothing else was said, the severity alone. */
function levelText(level: ExplainedRule): string {
  return level.before.length > 0 ? `${level.value} (${noteOf(level, String)})` : level.value
}

/** `tags: length { "min": 1 }`. */
function thenText({ field, function: name, options }: NonNullable<ForeignRule['then']>[number]): string {
  const call = options === undefined || options === null ? name : `${name} ${JSON.stringify(options)}`
  return field === undefined ? call : `${field}: ${call}`
}

function definedIn({ source, at }: ForeignRule, files: ReadonlyMap<string, SourceFile>, cwd: string): string {
  const file = at && files.get(at.uri)
  const uri = at?.uri ?? source
  const name = uri.startsWith('file:') ? relative(cwd, fileURLToPath(uri)) : uri
  return file && at ? `${name}:${file.position(at.span.start).line}` : name
}
