import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { Ajv, type ValidateFunction } from 'ajv'
import { parse } from 'yaml'
import { root } from './checkout.ts'

export interface Snippet {
  /** Of the page, below `docs/ci`. */
  readonly page: string
  /** The file that the snippet is for. */
  readonly title: string
  readonly text: string
}

/** Every snippet of the pages about CI that says which file it is for. */
export function snippets(): readonly Snippet[] {
  const folder = join(root, 'docs/ci')
  return readdirSync(folder).flatMap((page) =>
    [
      ...readFileSync(join(folder, page), 'utf8').matchAll(/^```yaml title="([^"]+)"\n([\s\S]*?)^```$/gmu),
    ].map(([, title = '', text = '']) => ({ page, title, text })),
  )
}

/** The snippet for a file. */
export function snippet(title: string): string {
  const found = snippets().find((each) => each.title === title)
  if (!found) throw new Error(`no page shows ${title}`)
  return found.text
}

/** A check by a schema of schemastore; `others` are schemas that it refers to. */
export function schema(name: string, ...others: readonly string[]): ValidateFunction {
  const ajv = new Ajv({ strict: false, logger: false })
  for (const other of others) ajv.addSchema(stored(other))
  return ajv.compile(stored(name))
}

function stored(name: string) {
  const path = createRequire(import.meta.url).resolve(`schemastore/schemas/json/${name}.json`)
  return JSON.parse(readFileSync(path, 'utf8'))
}

export const GITLAB = 'gitlab.com/gitlab-org/gitlab/-/raw/master/app/assets/javascripts/editor/schema/ci'

/** A file of the repository, read as YAML. */
export function yamlFile(name: string) {
  return parse(readFileSync(join(root, name), 'utf8'))
}
