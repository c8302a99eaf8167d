import { pathToFileURL } from 'node:url'
import type { DocumentRequest, Problem, SkippedFile } from '@specward/core'
import type { Discovery } from './discover.ts'

/** What the arguments of `lint` stand for. */
export interface Documents {
  readonly requests: readonly DocumentRequest[]
  /** Globs that match nothing, folders that cannot be listed or hold no API description. */
  readonly problems: readonly Problem[]
  /** What was passed over in folders that were searched. */
  readonly skipped: readonly SkippedFile[]
  /** True when one of the arguments is `-`. */
  readonly stdin: boolean
  /** What to say when none of the documents is an API description; undefined where it was not only searched for. */
  readonly nothing: string | undefined
  /** Values of the `Authorization` header, by the URL that they were given for. */
  readonly credentials: ReadonlyMap<string, string>
}

/** Collects what arguments stand for, each document once. */
export class Found {
  readonly problems: Problem[] = []
  readonly #requests = new Map<string, DocumentRequest>()
  readonly #skipped = new Map<string, SkippedFile>()
  readonly #credentials = new Map<string, string>()
  readonly #folders: string[] = []
  #searched = 0
  #stdin = false
  #onlyFolders = true
  readonly #isForTests: boolean

  constructor(isForTests = false) {
    this.#isForTests = isForTests
  }

  documents(): Documents {
    return {
      requests: [...this.#requests.values()],
      problems: this.problems,
      skipped: [...this.#skipped.values()].filter(({ uri }) => !this.#requests.has(uri)),
      stdin: this.#stdin,
      nothing: this.#onlyFolders ? this.#nothingIn(this.#folders.join(', '), this.#searched) : undefined,
      credentials: this.#credentials,
    }
  }

  addStdin(): void {
    this.#onlyFolders = false
    this.#stdin = true
  }

  addFiles(paths: readonly string[], named: boolean): void {
    this.#onlyFolders = false
    for (const path of paths) this.#add(pathToFileURL(path).href, named)
  }

  /** Credentials are kept apart, so that nothing prints them. */
  addUrl(url: URL): void {
    const { username, password } = url
    const plain = new URL(url)
    plain.username = ''
    plain.password = ''
    plain.hash = ''
    this.#onlyFolders = false
    this.#add(plain.href, true)
    if (username === '' && password === '') return
    const pair = `${decoded(username)}:${decoded(password)}`
    this.#credentials.set(plain.href, `Basic ${Buffer.from(pair).toString('base64')}`)
  }

  addFolder(name: string, { files, skipped, problems, searched }: Discovery): void {
    this.#folders.push(name)
    this.#searched += searched
    for (const path of files) this.#add(pathToFileURL(path).href, false)
    for (const each of skipped) this.#skipped.set(each.uri, each)
    this.problems.push(...problems)
    if (files.length > 0) return
    const message = this.#nothingIn(name, searched)
    this.problems.push({ code: 'no-file-matched', severity: 'error', message })
  }

  #nothingIn(folder: string, searched: number): string {
    return this.#isForTests ? noTest(folder) : noDescription(folder, searched)
  }

  #add(uri: string, named: boolean): void {
    this.#requests.set(uri, { uri, named: named || this.#requests.get(uri)?.named === true })
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function noTest(folder: string): string {
  const where = folder === '.' ? 'in this folder or below it' : `in \`${folder}\` or below it`
  return `No test was found ${where}: there is no file ending in .policy-test.yaml, .policy-test.yml or .policy-test.json. Name one, as in \`specward test path/to/orders.policy-test.yaml\`.`
}

function noDescription(folder: string, searched: number): string {
  const where = folder === '.' ? 'in this folder or below it' : `in \`${folder}\` or below it`
  const looked =
    searched === 0
      ? 'there is no file ending in .yaml, .yml or .json'
      : `of ${searched} ${searched === 1 ? 'file' : 'files'} ending in .yaml, .yml or .json, none has \`openapi\`, \`swagger\` or \`asyncapi\` at its root`
  return `No API description was found ${where}: ${looked}. Name one, as in \`specward lint path/to/openapi.yaml\`; \`--verbose\` lists what was skipped.`
}
