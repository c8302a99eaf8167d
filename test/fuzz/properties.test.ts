import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { description } from './arbitraries.ts'
import { mutateText } from './mutate-text.ts'
import { mutateTree } from './mutate-tree.ts'
import { PROPERTIES } from './properties/index.ts'
import { VARIANTS } from './property.ts'
import { Random } from './random.ts'
import { treeOf } from './tree.ts'
import { JSON_STYLE, write, YAML_STYLE } from './write.ts'

/** `SPECWARD_RUNS=500 SPECWARD_SEED=7` for more descriptions. */
const { SPECWARD_RUNS = '8', SPECWARD_SEED = '9' } = process.env

/** What needs a process or a server is left to `npm run fuzz`. */
const properties = PROPERTIES.filter(({ name }) => name !== 'command-line' && name !== 'editor')

describe.each(properties.map((each) => [each.name, each] as const))('%s', (_, property) => {
  it.each([
    ['as they are', 0],
    ['changed at random', 2],
  ])('holds of descriptions %s', async (_words, changes) => {
    await fc.assert(
      fc.asyncProperty(description, fc.nat(VARIANTS - 1), fc.nat(), async (value, variant, seed) => {
        const random = new Random(seed)
        const tree = treeOf(value)
        mutateTree(tree, treeOf(value), changes, random)
        const isJson = random.chance(0.5)
        const text = write(tree, isJson ? JSON_STYLE : YAML_STYLE)
        const isText = property.input === 'text' && changes > 0
        const content = isText ? mutateText(text, text, 1, random) : text
        const fault = await property.check({ name: isJson ? 'api.json' : 'api.yaml', content, variant })
        expect(fault?.message).toBeUndefined()
      }),
      { numRuns: Number(SPECWARD_RUNS), seed: Number(SPECWARD_SEED) },
    )
  })
})
