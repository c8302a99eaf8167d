import { describe, expect, it } from 'vitest'
import { statusText } from './status-text.ts'

const ready = { state: 'ready', documents: 2, ms: 34.4 } as const

describe('the status', () => {
  it.each([
    ['waiting', undefined, 'No API description seen yet', 'Information'],
    ['starting', undefined, 'Starting', 'Information'],
    ['running', undefined, 'Ready', 'Information'],
    ['running', { state: 'busy', documents: 1 }, 'Reviewing', 'Information'],
    ['running', ready, '2 descriptions, reviewed in 34 ms', 'Information'],
    ['running', { ...ready, documents: 1, ms: 1234 }, '1 description, reviewed in 1.2 s', 'Information'],
    ['running', { state: 'failed', documents: 0, message: 'It broke.' }, 'It broke.', 'Error'],
    ['failed', ready, 'The server has failed', 'Error'],
  ] as const)('of a server that is %s and tells %j', (session, last, detail, severity) => {
    expect(statusText(session, last)).toMatchObject({ detail, severity })
  })

  it('warns of a review of an edit that takes long, and says what helps', () => {
    const told = statusText('running', { ...ready, ms: 4001, isEdit: true })
    expect(told).toMatchObject({ severity: 'Warning', text: 'Specward: 4.0 s' })
    expect(told.detail).toContain('specward.run')
    expect(statusText('running', { ...ready, ms: 4000, isEdit: true }).severity).toBe('Information')
  })

  it('does not warn where nobody has typed: setting it would change nothing', () => {
    expect(statusText('running', { ...ready, ms: 9000 }).severity).toBe('Information')
  })
})
