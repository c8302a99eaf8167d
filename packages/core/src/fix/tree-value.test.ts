import { describe, expect, it } from 'vitest'
import type { TreeEdit } from '../source/types.ts'
import { editedValue, isSameValue } from './tree-value.ts'

describe('a value after edits of its tree', () => {
  it.each<[string, unknown, readonly TreeEdit[], unknown]>([
    ['a scalar', { a: 1, b: 2 }, [{ op: 'set', path: ['a'], value: 3 }], { a: 3, b: 2 }],
    ['a key that is not there', { a: {} }, [{ op: 'set', path: ['a', 'b'], value: 3 }], { a: { b: 3 } }],
    ['the root', { a: 1 }, [{ op: 'set', path: [], value: 2 }], 2],
    [
      'a name together with what stands under it',
      { a: { b: 1 } },
      [
        { op: 'rename', path: ['a'], to: 'c' },
        { op: 'set', path: ['a', 'b'], value: 2 },
      ],
      { c: { b: 2 } },
    ],
    [
      'items by their numbers before all edits',
      { a: [0, 1, 2] },
      [
        { op: 'remove', path: ['a', '0'] },
        { op: 'set', path: ['a', '2'], value: 'two' },
        { op: 'insert', path: ['a'], key: '1', value: 'new' },
        { op: 'insert', path: ['a'], key: '-', value: 'last' },
      ],
      { a: ['new', 1, 'two', 'last'] },
    ],
  ])('changes %s', (_, value, edits, expected) => {
    const before = structuredClone(value)
    expect(editedValue(value, edits)).toEqual(expected)
    expect(value).toEqual(before)
  })

  it('has keys of any name as its own', () => {
    const value = JSON.parse('{"__proto__": {"a": 1}}')
    const made = editedValue(value, [
      { op: 'set', path: ['__proto__', 'a'], value: 2 },
      { op: 'insert', path: [], key: 'constructor', value: 3 },
    ])
    expect(JSON.stringify(made)).toBe('{"__proto__":{"a":2},"constructor":3}')
  })
})

describe('two values are the same', () => {
  it.each([
    [{ a: 1, b: [1, { c: null }] }, { b: [1, { c: null }], a: 1 }, true],
    [{ a: 1 }, { a: 1, b: undefined }, false],
    [[1, 2], [2, 1], false],
    [[], {}, false],
    [{ a: '1' }, { a: 1 }, false],
    [JSON.parse('{"__proto__": 1}'), {}, false],
  ])('%j and %j: %s', (one, other, expected) => {
    expect(isSameValue(one, other)).toBe(expected)
  })

  it('is told at once where aliases repeat them without end', () => {
    const bomb = (): unknown => {
      let value: unknown = 'x'
      for (let level = 0; level < 60; level += 1) value = [value, value]
      return value
    }
    expect(isSameValue(bomb(), bomb())).toBe(true)
  })

  it('is told of any depth', () => {
    const deep = (): unknown => {
      let value: unknown = 1
      for (let level = 0; level < 50_000; level += 1) value = { a: value }
      return value
    }
    expect(isSameValue(deep(), deep())).toBe(true)
  })
})
