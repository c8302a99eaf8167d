import { type Model, type Operation, type Property, type Schema, tokens } from '@specward/core'
import { isFreeText } from './free-text.ts'
import { charactersOf } from './name-pattern.ts'

/** Ends of names that are those of a file or a folder, whatever stands before them. */
const ENDS: ReadonlySet<string> = new Set(
  ['file name', 'file path', 'folder path', 'directory path', 'dir path'].concat(
    'filename filepath pathname dirname dirpath'.split(' '),
  ),
)

/** Whole names of parameters where the operation is about files; deep in a body they are often something else. */
const PATHS: ReadonlySet<string> = new Set(['path', 'directory', 'dir'])

const FILES: ReadonlySet<string> = new Set(
  'file files download upload attachment folder directory backup log export archive'.split(' '),
)

/** By `file`, many APIs name its id; not where one is read. */
const READ: ReadonlySet<string> = new Set(
  'download read view open serve load include preview render log backup'.split(' '),
)

/** What is about the files of a repository, a site or a container takes paths. */
const REPOSITORIES: ReadonlySet<string> = new Set(
  `repo repository content tree blob raw commit branch git diff code codespace deploy deployment container sandbox pod
  storage bucket object drive archive fs filesystem pull review annotation check workspace ipfs rc sync mount
  operations gist site build copilot package citation`.split(/\s+/),
)

/** What is sent by mail carries names of files in the headers of its parts. */
const MAIL: ReadonlySet<string> = new Set(['mail', 'email', 'smtp', 'mailbox'])

/** Whether an input of this name is that of a file on the server. */
export function isFileName(name: string, isParameter: boolean, operation: Operation): boolean {
  const words = tokens(name)
  if (words.length === 0) return false
  const whole = words.join(' ')
  const isNamed =
    ENDS.has(words.slice(-2).join(' ')) ||
    ENDS.has(words.at(-1) ?? '') ||
    (isParameter && PATHS.has(whole) && isAbout(operation, FILES)) ||
    (isParameter && whole === 'file' && isAbout(operation, READ))
  return isNamed && !isAbout(operation, REPOSITORIES) && !(isAbout(operation, MAIL) && !isParameter)
}

function isAbout({ path, operationId = '' }: Operation, words: ReadonlySet<string>): boolean {
  return tokens(`${path} ${operationId}`).some((word) => words.has(word))
}

/** Words of names that say what a file holds: it is sent along. */
const CONTENT: ReadonlySet<string> = new Set(
  'content data bytes base64 body file blob upload source'.split(' '),
)

/** Words of names of ids that are those of a file. */
const STORED: ReadonlySet<string> = new Set('id attachment file document image media asset upload'.split(' '))

/**
 * Whether the name of a file stands beside the id of the file, deep in what an operation takes that is not about files:
 * it tells of what has been uploaded elsewhere, and nothing is opened by it.
 */
export function isOfStoredFile({ owner, schema }: Property, operation: Operation): boolean {
  if (isAbout(operation, FILES) || bodiesOf(operation).has(owner)) return false
  const others = owner.properties.filter((each) => each.schema !== schema)
  const isIdOfFile = (words: readonly string[]) => words.length > 1 && words.every((word) => STORED.has(word))
  const names = others.map(({ name }) => tokens(name))
  return (
    names.some((words) => words.at(-1) === 'id' && isIdOfFile(words)) &&
    !names.some((words) => CONTENT.has(words.at(-1) ?? ''))
  )
}

function bodiesOf({ requestBody }: Operation): ReadonlySet<Schema> {
  const tops = (requestBody?.content ?? []).flatMap(({ schema }) => (schema ? [schema] : []))
  const all = new Set(tops)
  // grows while it is gone through
  for (const each of all) for (const part of [...each.parts, ...each.alternatives.flat()]) all.add(part)
  return all
}

/** What a schema does about names that lead out of their folder. */
export function nameLimitOf(schema: Schema, model: Model): 'none' | 'closed' | 'unreadable' {
  const patterns = schema.all('pattern').flatMap(({ string }) => (string === undefined ? [] : [string]))
  if (patterns.length === 0) return isFreeText(schema, model) ? 'none' : 'closed'
  if (['enum', 'const'].some((keyword) => schema.all(keyword).length > 0)) return 'closed'
  const read = patterns.map(charactersOf)
  if (read.some((each) => each !== undefined && !(each.separator && each.dot))) return 'closed'
  return read.includes(undefined) ? 'unreadable' : 'none'
}
