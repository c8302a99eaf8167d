import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { tokens } from './names.ts'

describe('the words of a name', () => {
  test.for([
    ['cardNumber', 'card number'],
    ['CardNumber', 'card number'],
    ['card_number', 'card number'],
    ['CARD_NUMBER', 'card number'],
    ['card-number', 'card number'],
    ['card.number', 'card number'],
    ['card number', 'card number'],
    ['card[number]', 'card number'],
    ['CARDNUMBER', 'card number'],
    ['cardnumber', 'card number'],
    ['userAPIKey', 'user api key'],
    ['APIkey', 'api key'],
    ['X-Api-Key', 'x api key'],
    ['userIDs', 'user id'],
    ['baseURLsList', 'base url list'],
    ['accesstokenexpiry', 'access token expiry'],
    ['dateOfBirth', 'date of birth'],
  ] as const)('%s: %s', ([name, words]) => {
    expect(tokens(name).join(' ')).toBe(words)
  })

  test.for([
    ['numéroDeCarte', 'numéro de carte'],
    ['NÚMERO_TARJETA', 'número tarjeta'],
    ['straßeNrs', 'straße nr'],
    ['ÀÉÎDe', 'àéî de'],
    ['номерКарты', 'номер карты'],
  ] as const)('are found in all alphabets: %s', ([name, words]) => {
    expect(tokens(name).join(' ')).toBe(words)
  })

  test('are the same whatever alphabets stand beside them', () => {
    const letters = [...'aAbsSzZ019-_ßàéÀÉÞÿØø×÷']
    const name = fc.array(fc.constantFrom(...letters), { maxLength: 12 }).map((each) => each.join(''))
    fc.assert(
      fc.property(name, (text) => {
        expect(tokens(`${text} ж`)).toEqual([...tokens(text), 'ж'])
      }),
      { seed: 9, numRuns: 2_000 },
    )
  })

  test.for([
    ['password', 'password'],
    ['passWord', 'password'],
    ['pass_word', 'password'],
    ['E-Mail', 'email'],
    ['eMail', 'email'],
    ['OAuthToken', 'oauth token'],
    ['sign_in', 'signin'],
  ] as const)('are one word where they are one however written: %s', ([name, words]) => {
    expect(tokens(name).join(' ')).toBe(words)
  })

  test.for([
    ['secretariat_id', 'secretariat id'],
    ['monkey', 'monkey'],
    ['author', 'author'],
    ['keyboard', 'keyboard'],
    ['spin', 'spin'],
    ['passenger', 'passenger'],
    ['tokenize', 'tokenize'],
    ['intel', 'intel'],
  ] as const)('are not found inside other words: %s', ([name, words]) => {
    expect(tokens(name).join(' ')).toBe(words)
  })

  test.for([
    ['api_keys', 'api key'],
    ['addresses', 'address'],
    ['policies', 'policy'],
    ['statuses', 'status'],
    ['status', 'status'],
    ['access', 'access'],
    ['hasAlias', 'has alias'],
  ] as const)('are in the singular: %s', ([name, words]) => {
    expect(tokens(name).join(' ')).toBe(words)
  })

  test.for([
    ['OAuth2Token', 'oauth 2 token'],
    ['addressLine1', 'address line 1'],
    ['cvc2', 'cvc 2'],
    ['2fa_code', '2fa code'],
    ['x509Certificate', 'x 509 certificate'],
  ] as const)('have digits on their own: %s', ([name, words]) => {
    expect(tokens(name).join(' ')).toBe(words)
  })

  test.for([
    ['ｐａｓｓＷｏｒｄ', 'password'],
    ['contraseñaNueva', 'contraseña nueva'],
    ['__proto__', 'proto'],
    ['constructor', 'constructor'],
    ['$.-', ''],
    ['', ''],
  ] as const)('of unusual letters and signs: %s', ([name, words]) => {
    expect(tokens(name).join(' ')).toBe(words)
  })

  const word = fc.constantFrom(
    'account',
    'bank',
    'card',
    'client',
    'number',
    'secret',
    'token',
    'user',
    'widget',
  )
  const capital = (text: string) => `${text[0]?.toUpperCase()}${text.slice(1)}`

  test('are the same in every case style', () => {
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 5 }), (words) => {
        for (const separator of ['_', '-', '.', ' ', '/']) {
          expect(tokens(words.join(separator))).toEqual(words)
          expect(tokens(words.join(separator).toUpperCase())).toEqual(words)
        }
        expect(tokens(words.map(capital).join(''))).toEqual(words)
        expect(tokens(words.map((text, index) => (index === 0 ? text : capital(text))).join(''))).toEqual(
          words,
        )
      }),
    )
  })

  test('hold no more letters than the name, whatever the name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (name) => {
        const folded = name.normalize('NFKC').toLowerCase()
        for (const text of tokens(name)) expect(text).toMatch(/^[\p{L}\p{M}\p{Nd}]+$/u)
        expect(tokens(name).join('').length).toBeLessThanOrEqual(folded.length)
      }),
    )
  })

  test('do not take long where a run of letters could be taken apart in many ways', () => {
    expect(tokens('id'.repeat(50_000))).toHaveLength(1)
  })
})
