import { createRequire } from 'node:module'

import { compilePaths, evaluateByLibrary, type Segment } from './index.ts'

export interface Found {
  readonly expression: string
  readonly path: readonly Segment[]
  readonly value: unknown
}

interface NimmaLike {
  query(root: unknown, callbacks: object): void
}

const require = createRequire(import.meta.url)
const { default: Nimma }: { default: new (expressions: readonly string[], options: object) => NimmaLike } =
  require('nimma/legacy')
const { jsonPathPlus }: { jsonPathPlus: unknown } = require('nimma/fallbacks')
/** How Spectral reads a path that jsonpath-plus tells as text. */
export const toPath: (text: string) => Segment[] = require('lodash.topath')

/** What spectral-core's own run would find, in its order. It runs filters as code, so it is only for tests. */
export function bySpectral(expressions: readonly string[], root: unknown): Found[] {
  const found: Found[] = []
  const nimma = new Nimma(expressions, {
    fallback: jsonPathPlus,
    unsafe: false,
    output: 'auto',
    customShorthands: {},
  })
  const callbacks = expressions.map((expression) => [
    expression,
    ({ path, value }: { path: readonly Segment[]; value: unknown }) => {
      found.push({ expression, path: [...path], value })
    },
  ])
  nimma.query(root, Object.fromEntries(callbacks))
  return found
}

/** What is found here, where every way to a node is a location of its own. */
export function byUs(expressions: readonly string[], root: unknown): Found[] {
  const compiled = compilePaths(expressions)
  const found: Found[] = []
  compiled.walk<string>({
    root,
    rootLocation: '',
    zoned: true,
    enter: (location, _, key) => `${location}/${typeof key} ${key}`,
    match: ({ expression, path, value }) => {
      found.push({ expression: expressions[expression] ?? '', path: [...path], value })
    },
    failed: (_, error) => {
      throw error
    },
  })
  for (const { expression, fallback, refused } of compiled.expressions) {
    if (refused !== undefined) throw new Error(`${expression}: ${refused}`)
    if (fallback === undefined) continue
    evaluateByLibrary(expression, root, (value, path) => found.push({ expression, path: [...path], value }))
  }
  return found
}
