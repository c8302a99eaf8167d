import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))

interface Threat {
  readonly id: string
  readonly measure: string
  /** Paths from the root. */
  readonly tests: readonly string[]
}

/** Ids in brackets in a title, or on a line of comment with a colon behind them. */
const CITED = /\((T\d+(?:, T\d+)*)\)|^\s*\/\/ (T\d+(?:[,;] T\d+)*):/gm

async function threats(): Promise<readonly Threat[]> {
  const text = await readFile(join(root, 'SECURITY.md'), 'utf8')
  return [...text.matchAll(/^\| (T\d+) \| .+? \| (.+?) \| (.+?) \|$/gm)].map(
    ([, id = '', measure = '', tests = '']) => ({
      id,
      measure,
      tests: [...tests.matchAll(/`([^`]+)`/g)].map(([, path = '']) => path),
    }),
  )
}

/** Ids that each test file cites, by its path from the root with `/`. */
async function citations(): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const found = new Map<string, Set<string>>()
  for (const folder of ['packages', 'rulesets', 'extension', 'test', 'scripts']) {
    for (const entry of await readdir(join(root, folder), { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name).slice(root.length).replaceAll('\\', '/')
      if (!/\.test\.(?:ts|mjs)$/.test(path) || /(?:^|\/)(?:node_modules|dist|\.installed)\//.test(path))
        continue
      const text = await readFile(join(root, path), 'utf8')
      const ids = [...text.matchAll(CITED)].flatMap(
        ([, inTitle, inComment]) => (inTitle ?? inComment ?? '').match(/T\d+/g) ?? [],
      )
      if (ids.length > 0) found.set(path, new Set(ids))
    }
  }
  return found
}

describe('the threats in SECURITY.md', () => {
  it('are numbered without gaps, each with a measure', async () => {
    const listed = await threats()
    expect(listed.length).toBeGreaterThan(10)
    expect(listed.map(({ id }) => id)).toEqual(listed.map((_, index) => `T${index + 1}`))
    for (const { id, measure } of listed) expect(measure.length, id).toBeGreaterThan(10)
  })

  it('are shown by tests that are there and cite them', async () => {
    const cited = await citations()
    for (const { id, tests } of await threats()) {
      expect(tests, id).not.toEqual([])
      for (const path of tests)
        expect([...(cited.get(path) ?? [])], `${path} does not cite ${id}`).toContain(id)
    }
  })

  it('are all that tests cite', async () => {
    const listed = new Set((await threats()).map(({ id }) => id))
    for (const [path, ids] of await citations()) {
      expect(
        [...ids].filter((id) => !listed.has(id)),
        path,
      ).toEqual([])
    }
  })
})
