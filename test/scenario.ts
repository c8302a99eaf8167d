import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { words } from './run-in.ts'

// A scenario is a text: a title, files, a command with what it prints, and its exit code.
//
//   A directory that is named is a problem.
//   -- specs/ --
//   -- openapi.yaml --
//   openapi: 3.1.0
//   -- $ specward lint specs 'a*.yaml' --
//   (standard output)
//   -- stderr --
//   (standard error, if any)
//   -- exit 3 --
//
// `-- name (base64) --` takes bytes, `-- stdin --` standard input.

export interface Scenario {
  readonly title: string
  readonly files: ReadonlyMap<string, Uint8Array>
  readonly stdin: Uint8Array
  readonly args: readonly string[]
  /** Everything up to and with the line of the command. */
  readonly head: string
  readonly expected: string
}

export function parseScenario(text: string): Scenario {
  const [title = '', ...rest] = text.split(/^(?=-- .* --$)/m)
  const files = new Map<string, Uint8Array>()
  let stdin: Uint8Array = new Uint8Array()
  for (const [index, section] of rest.entries()) {
    const end = section.indexOf('\n')
    const name = section.slice(3, end - 3)
    const body = section.slice(end + 1)
    if (name.startsWith('$ specward')) {
      const before = [title, ...rest.slice(0, index)].join('')
      const head = before + section.slice(0, end + 1)
      const expected = [body, ...rest.slice(index + 1)].join('')
      return {
        title: title.trim(),
        files,
        stdin,
        args: words(name.slice('$ specward'.length)),
        head,
        expected,
      }
    }
    const encoded = / \(base64\)$/.exec(name)
    const bytes = encoded ? Buffer.from(body, 'base64') : Buffer.from(body)
    if (name === 'stdin') stdin = bytes
    else files.set(encoded ? name.slice(0, encoded.index) : name, bytes)
  }
  throw new Error('a scenario needs a line `-- $ specward ... --`')
}

/** Writes the files of a scenario into a folder that is the root of a project. */
export async function layOut({ files }: Scenario, cwd: string): Promise<void> {
  await mkdir(join(cwd, '.git'), { recursive: true })
  for (const [name, bytes] of files) {
    const path = join(cwd, name)
    await mkdir(name.endsWith('/') ? path : dirname(path), { recursive: true })
    if (!name.endsWith('/')) await writeFile(path, bytes)
  }
}
