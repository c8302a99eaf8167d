import { join } from 'node:path'
import type { Io } from './io.ts'

/** Where the schemas are in a project: of the package, and of the repository that is installed as one. */
const FOLDERS = [
  'node_modules/specward/rulesets',
  'node_modules/specward-workspace/packages/cli/rulesets',
] as const

/** Path of a schema that editors complete from, relative to the working directory; undefined where it is not installed. */
export async function editorSchema(name: string, io: Io): Promise<string | undefined> {
  for (const folder of FOLDERS) {
    if ((await io.kind(join(io.cwd, folder, name))) === 'file') return `${folder}/${name}`
  }
  return undefined
}
