import { describe, expect, it } from 'vitest'
import { detect } from './detect.ts'

const info = { title: 'A', version: '1' }

describe('the specification that a document claims to follow', () => {
  it.each([
    [{ openapi: '3.1.0' }, 'oas3.1'],
    [{ overlay: '1.0.0', info, actions: [] }, 'overlay1'],
    [{ overlay: 1.1, actions: [] }, 'overlay1'],
    [{ overlay: '1.0.0', info }, 'overlay1'],
    // as some tools have it: the version of what it is laid over
    [{ openapi: '3.1.0', overlay: '1.0.0', info, actions: [] }, 'overlay1'],
    [{ openapi: '3.1.0', overlay: '1.0.0', info, paths: {} }, 'oas3.1'],
    [{ arazzo: '1.0.1' }, 'arazzo1'],
    [{ arazzo: 1 }, 'arazzo1'],
  ] as const)('%j', (value, format) => {
    expect(detect(value)).toMatchObject({ format })
  })

  it.each([
    [{ overlay: '2.0.0', actions: [] }, '2.0.0'],
    [{ overlay: '1.2.0', info }, '1.2.0'],
    [{ arazzo: '1.1.0' }, '1.1.0'],
    [{ arazzo: null }, ''],
  ] as const)('is not known of %j', (value, unsupported) => {
    expect(detect(value)).toMatchObject({ unsupported })
  })

  it.each([
    { overlay: 0.5 },
    { overlay: '1.0.0' },
    { overlay: { info } },
    { overlay: true, actions: {} },
    {},
  ])('is none of %j', (value) => {
    expect(detect(value)).toBeUndefined()
  })
})
