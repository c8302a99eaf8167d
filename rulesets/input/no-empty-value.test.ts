import { runRule } from '@specward/core/testing'
import { expect, it } from 'vitest'
import empty from './no-empty-value.ts'

const said = async (...types: readonly string[]) => {
  const parameters = types.map(
    (type) => `{ name: ${type}_one, in: query, allowEmptyValue: true, schema: { type: ${type} } }`,
  )
  const text = `paths: { /a: { get: { parameters: [${parameters.join(', ')}], responses: { '200': { description: OK } } } } }\n`
  return (await runRule(empty, text)).findings.map(({ message }) => message.replace(/^.* not allow\. /, ''))
}

it.each([
  [['integer'], 'Leave `allowEmptyValue` out.'],
  [['boolean'], 'Leave `allowEmptyValue` out, and send `boolean_one=true`.'],
  [['integer', 'boolean'], 'Leave `allowEmptyValue` out, and for a switch send `boolean_one=true`.'],
])('tells how a switch is sent: %j', async (types, remedy) => {
  expect(await said(...types)).toEqual([remedy])
})
