import type { ReadError } from '../host.ts'
import { isObject } from '../json.ts'
import type { Problem, ProblemCode } from '../problem.ts'
import type { Loader } from '../source/load.ts'
import type { SourceFile } from '../source/types.ts'
import { type Detected, detect } from '../spec/detect.ts'
import { describesApi, type Format } from '../spec/format.ts'
import { claimsToBeApi } from '../spec/sniff.ts'

/** An API description that was read, before its references are followed. */
export interface ApiSource {
  readonly file: SourceFile
  readonly format: Format
  readonly version: string
}

export interface DocumentReading {
  /** Present when the document is an API description that can be judged. */
  readonly api?: ApiSource
  readonly file?: SourceFile
  readonly problems: readonly Problem[]
  /** What a file is that somebody asked for and that is no `api`: what cannot be read as one, or something else. */
  readonly kind?: 'unreadable' | 'other'
  /** Why a file that nobody asked for by name is left out: of which kind it is, and what shows that. */
  readonly skipped?: { readonly reason: string; readonly detail?: string | undefined }
  /** What is left out, where it could be read: a ruleset may be for it. */
  readonly candidate?: SourceFile
}

const NO_API = { reason: 'not an API description' }

/** An HTML page: what a server sends that wants somebody to sign in, or shows a description to people. */
const HTML = /^\s*<(?:!doctype\s+html|html)\b/i

const READ_ERRORS: Readonly<Record<ReadError, { code: ProblemCode; says: string }>> = {
  'not-found': { code: 'file-not-found', says: 'There is no such file.' },
  'is-folder': {
    code: 'file-is-folder',
    says: "This is a folder. Name a file, or a glob such as '**/*.yaml' below it.",
  },
  unreadable: { code: 'file-unreadable', says: 'The file cannot be read' },
  'too-large': { code: 'file-too-large', says: 'The file is too large to be read' },
  'outside-root': { code: 'file-unreadable', says: 'The file leads outside of the project' },
  'private-address': { code: 'file-unreadable', says: 'The file cannot be read' },
  'too-many-fetches': { code: 'file-unreadable', says: 'The file cannot be read' },
  'not-locked': { code: 'file-unreadable', says: 'The file cannot be read' },
  'digest-mismatch': { code: 'file-unreadable', says: 'The file cannot be read' },
  'not-trusted': {
    code: 'file-unreadable',
    says: 'The file is not read, because the workspace is not trusted.',
  },
}

/**
 * Reads a document and tells whether it is an API description.
 * @param named true when somebody asked for this very file: then it is a problem when it is none
 * @param isWanted whether what stands beside an API description (an overlay, workflows) is read as such; for rulesets
 * alone it is a file like any other
 */
export async function readDocument(
  uri: string,
  named: boolean,
  loader: Loader,
  isWanted: (family: 'overlay' | 'arazzo') => boolean = () => true,
): Promise<DocumentReading> {
  const loaded = await loader.load(uri)
  if ('error' in loaded) {
    const { code, says } = READ_ERRORS[loaded.error]
    const message = /^https?:/.test(uri)
      ? `The description was not delivered: ${loaded.detail}.`
      : says.endsWith('.')
        ? says
        : `${says}: ${loaded.detail}.`
    return { problems: [{ code, severity: 'error', message, uri }] }
  }
  const { file } = loaded
  if (HTML.test(file.text)) {
    if (named) return { file, problems: [htmlPage(file)] }
    return { problems: [], skipped: NO_API }
  }
  if (file.value === undefined) {
    if (named || claimsToBeApi(file.text)) {
      return { file, kind: 'unreadable', problems: file.problems }
    }
    return {
      problems: [],
      skipped: {
        reason: 'not valid YAML or JSON, and nothing hints at an API description',
        detail: file.problems[0]?.message,
      },
    }
  }
  const detected = detect(file.value)
  const family = detected && familyOf(detected)
  if (!detected || (family && !isWanted(family))) {
    if (!named) return { problems: [], skipped: NO_API, candidate: file }
    return { file, kind: 'other', problems: [...file.problems, notAnApi(file)] }
  }
  if ('unsupported' in detected) {
    const problem = unsupported(file, detected.key, detected.unsupported)
    return { file, kind: 'unreadable', problems: [...file.problems, problem] }
  }
  return { file, problems: file.problems, api: { file, format: detected.format, version: detected.version } }
}

/** What stands beside an API description; undefined for the description itself. */
function familyOf(detected: NonNullable<Detected>): 'overlay' | 'arazzo' | undefined {
  if ('unsupported' in detected)
    return detected.key === 'overlay' || detected.key === 'arazzo' ? detected.key : undefined
  if (describesApi(detected.format)) return undefined
  return detected.format === 'overlay1' ? 'overlay' : 'arazzo'
}

function notAnApi(file: SourceFile): Problem {
  const what = isObject(file.value)
    ? 'it has neither `openapi`, `swagger` nor `asyncapi` at its root. If it is part of a description, review the description that refers to it'
    : 'it holds no mapping'
  return {
    code: 'not-an-api-description',
    severity: 'error',
    message: `This is not an API description: ${what}.`,
    uri: file.uri,
  }
}

function htmlPage(file: SourceFile): Problem {
  const advice = /^https?:/.test(file.uri)
    ? ' Perhaps the server wants you to sign in, or this is the page that shows the description: name the URL of the YAML or JSON itself.'
    : ' Name the YAML or JSON file instead.'
  return {
    code: 'not-an-api-description',
    severity: 'error',
    message: `This is not an API description: it is an HTML page.${advice}`,
    uri: file.uri,
  }
}

function unsupported(file: SourceFile, key: string, version: string): Problem {
  const span = file.locate([key])?.value
  return {
    code: 'unsupported-version',
    severity: 'error',
    message: `\`${key}: ${version}\` is not a version that Specward knows. It reads OpenAPI 2.0, 3.0, 3.1 and 3.2, AsyncAPI 2 and 3, Overlay 1.0 and 1.1, and Arazzo 1.0.`,
    uri: file.uri,
    ...(span ? { span } : {}),
  }
}
