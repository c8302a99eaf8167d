import { expect, it } from 'vitest'
import { noReference } from './words.ts'

it.each([
  ['operation', 'in place of an Operation Object.'],
  ['xml', 'in place of an XML Object.'],
  [undefined, 'here.'],
  ['', 'here.'],
])('says where a reference is not allowed: %s', (owner, where) => {
  const spot = { value: {}, parent: {}, key: 'example', of: 'schema' }
  expect(noReference(spot, owner, 'OpenAPI 3.0')).toBe(
    `\`example\` is a \`$ref\`, which OpenAPI 3.0 does not allow ${where}`,
  )
})
