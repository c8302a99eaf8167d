import { describe, expect, it } from 'vitest'
import { asksForPart, asksForPlace, pageSizeIn, saysMost } from './page-words.ts'

describe('names of parameters', () => {
  it.each([
    'limit',
    'pageSize',
    'page_size',
    'pagesize',
    'per_page',
    'PerPage',
    'page[size]',
    '$limit',
    '$top',
  ])('%s is a page size by itself', (name) => {
    expect(pageSizeIn(name)).toBe('clear')
  })

  it.each(['maxResults', 'max-results', 'MaxKeys', 'results_per_page', 'numberOfItems', 'itemsperpage'])(
    '%s is one as well',
    (name) => {
      expect(pageSizeIn(name)).toBe('clear')
    },
  )

  it.each(['size', 'count', 'top', 'first', 'take', 'rows'])('%s may be one', (name) => {
    expect(pageSizeIn(name)).toBe('vague')
  })

  it.each(['creditLimit', 'limitations', 'fontSize', 'page', 'discount', '$count', 'topic', 'stop'])(
    '%s is none by itself',
    (name) => {
      expect(pageSizeIn(name)).not.toBe('clear')
    },
  )

  it('tell of a place in a list, or of any part of it', () => {
    for (const name of ['page', 'pageToken', 'offset', 'cursor', '$skip', 'startAt']) {
      expect(asksForPlace(name), name).toBe(true)
    }
    for (const name of ['created_after', 'startDate', 'last_updated__gt', 'since']) {
      expect(asksForPart(name), name).toBe(true)
    }
    for (const name of ['sort', 'expand', 'fields', 'status']) expect(asksForPart(name), name).toBe(false)
  })
})

describe('texts', () => {
  it.each([
    'How many to return (max 100)',
    'The value must be between 1 and 100.',
    'Up to `50` entries.',
    'Cannot exceed 20.',
    'Must be between 1 - 1000 both inclusive.',
    'Maximum of `100`.',
  ])('%s tells a maximum', (text) => {
    expect(saysMost(text)).toBe(true)
  })

  it.each([
    'maximum number of results to return',
    'The maximum number of results. Default 20.',
    'The maximum number of results (default 50)',
    'Number of results per page; the default is 20.',
    'Limits the list.',
  ])('%s tells none', (text) => {
    expect(saysMost(text)).toBe(false)
  })
})
