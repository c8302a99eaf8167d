import { expect, it } from 'vitest'
import { modelOf } from './model.test-kit.ts'

it.each([
  ['openapi: 3.1.1', '{ schema: { type: string } }'],
  ["swagger: '2.0'", '{ type: string }'],
])('a header of a response is judged by its name and its schema (%s)', async (version, header) => {
  const model = await modelOf(`${version}
info: { title: A, version: '1' }
paths:
  /a:
    get:
      responses:
        '200':
          description: OK
          headers:
            X-Refresh-Token: ${header}
            X-Total: ${header}
`)
  const told = model.select('header').map(({ name, sensitivity }) => [name, sensitivity?.term])
  expect(told).toEqual([
    ['X-Refresh-Token', 'refresh token'],
    ['X-Total', undefined],
  ])
})
