import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll } from 'vitest'

/** Texts by the path of their file; undefined for a file that is to be deleted. */
export type Files = Readonly<Record<string, string | undefined>>

const folders: string[] = []

afterAll(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true })
})

/** An empty folder, removed when the tests of the file are through. */
export async function temporaryFolder(prefix = 'specward-'): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), prefix))
  folders.push(folder)
  return folder
}

/** A temporary folder with these files that Specward takes for the root of a project. */
export async function project(files: Files = {}, prefix?: string): Promise<string> {
  const folder = await temporaryFolder(prefix)
  await mkdir(join(folder, '.git'))
  await put(folder, files)
  return folder
}

/** Writes files into a folder, and deletes those without a text. */
export async function put(folder: string, files: Files): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, name)
    if (text === undefined) await rm(path)
    else {
      await mkdir(dirname(path), { recursive: true })
      await writeFile(path, text)
    }
  }
}
