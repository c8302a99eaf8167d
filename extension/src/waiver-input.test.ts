import { describe, expect, it } from 'vitest'
import { approverFault, dayFault, dayOf, findingOf, textFault, usualEnd } from './waiver-input.ts'

const today = '2027-01-31'

describe('the last day of a waiver', () => {
  it.each(['2027-01-31', ' 2027-02-28 ', '2028-02-29'])('can be %j', (text) => {
    expect(dayFault(text, today)).toBeUndefined()
  })

  it.each([
    ['', /YYYY-MM-DD/],
    ['tomorrow', /YYYY-MM-DD/],
    ['2027-2-1', /YYYY-MM-DD/],
    ['2027-02-29', /no 2027-02-29 in the calendar/],
    ['2027-13-01', /no 2027-13-01 in the calendar/],
    ['2027-01-30', /has passed/],
  ])('cannot be %j', (text, fault) => {
    expect(dayFault(text, today)).toMatch(fault)
  })

  it('is proposed three months from today', () => {
    expect(usualEnd(today)).toBe('2027-05-01')
    expect(dayFault(usualEnd(today), today)).toBeUndefined()
  })

  it('is a day of UTC', () => {
    expect(dayOf(Date.UTC(2027, 0, 31, 23, 59))).toBe(today)
  })
})

describe('a reason', () => {
  it('is needed', () => {
    expect(textFault(' \n', 'Reason')).toBe('Reason is needed.')
    expect(textFault('Known.', 'Reason')).toBeUndefined()
  })
})

describe('the finding that a command is about', () => {
  const finding = { uri: 'file:///a.yaml', fingerprint: 'f', ruleId: 'no-x', message: 'Wrong.' }

  it.each([
    [[finding.uri, 'f', 'no-x', 'Wrong.'], finding],
    [[finding], finding],
    [[finding.uri, 'f'], { uri: finding.uri, fingerprint: 'f' }],
    [[finding.uri, 'f', 7, null], { uri: finding.uri, fingerprint: 'f' }],
  ])('can be named by %j', (args, expected) => {
    expect(findingOf(args)).toEqual(expected)
  })

  it.each([
    [[]],
    [[null]],
    [['file:///a.yaml']],
    [[{ uri: 'file:///a.yaml' }]],
    [[7, 'f']],
    [[finding.uri, '']],
  ])('is not named by %j', (args) => {
    expect(findingOf(args)).toBeUndefined()
  })
})

describe('what the policy asks of a waiver', () => {
  it('is held against the last day', () => {
    expect(dayFault('2027-03-02', today, '2027-03-02')).toBeUndefined()
    expect(dayFault('2027-03-03', today, '2027-03-02')).toMatch(/allows 2027-03-02 at the latest/)
    expect(usualEnd(today, '2027-03-02')).toBe('2027-03-02')
    expect(usualEnd(today, '2028-01-01')).toBe(usualEnd(today))
  })

  it.each([
    [' ', false, /An approver is needed/],
    ['Jane', true, /other than the owner/],
    ['jane ', true, /other than the owner/],
  ])('is held against the approver %j', (approver, isOther, fault) => {
    expect(approverFault(approver, 'Jane', isOther)).toMatch(fault)
  })

  it('can be met by the owner where nobody else is asked for', () => {
    expect(approverFault('Jane', 'Jane', false)).toBeUndefined()
    expect(approverFault('Max', 'Jane', true)).toBeUndefined()
  })
})
