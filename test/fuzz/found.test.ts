import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { propertyNamed } from './properties/index.ts'
import { VARIANTS } from './property.ts'

const folder = new URL('found/', import.meta.url)
const names = readdirSync(folder).filter((name) => /\.(?:ya?ml|json)$/.test(name))

describe('what the fuzzer has found holds', () => {
  it.each(names)('%s', async (name) => {
    const property = propertyNamed(name.replace(/-[0-9a-f]{10}\..*$/, ''))
    const content = readFileSync(new URL(name, folder))
    for (let variant = 0; variant < VARIANTS; variant += 1) {
      const fault = await property.check({
        name: `api${name.slice(name.lastIndexOf('.'))}`,
        content,
        variant,
      })
      expect(fault?.message, `way ${variant}`).toBeUndefined()
    }
  })
})
