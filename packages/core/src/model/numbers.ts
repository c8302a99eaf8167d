/** Shapes of values: numbers that carry check digits, so that a typing error is noticed and a chance hit is rare. */

/** Lengths of card numbers by the digits that they begin with (ISO/IEC 7812; the large networks). */
const NETWORKS: readonly RegExp[] = [
  /^4\d{12}(?:\d{3}){0,2}$/,
  /^(?:5[1-5]\d{2}|222[1-9]|22[3-9]\d|2[3-6]\d{2}|27[01]\d|2720)\d{12}$/,
  /^3[47]\d{13}$/,
  /^3(?:0[0-5]|[68]\d)\d{11}$/,
  /^6(?:011|5\d{2})\d{12}$/,
  /^35(?:2[89]|[3-8]\d)\d{12}$/,
]

/** True for a number that a card of a large network can have; spaces and hyphens between groups do not matter. */
export function isCardNumber(text: string): boolean {
  if (text.length < 13 || text.length > 23) return false
  const digits = text.replaceAll(/[ -]/g, '')
  return NETWORKS.some((network) => network.test(digits)) && hasLuhnDigit(digits)
}

/** The last digit makes the weighted sum a multiple of ten (ISO/IEC 7812-1, annex B). */
function hasLuhnDigit(digits: string): boolean {
  let sum = 0
  for (let at = 0; at < digits.length; at++) {
    const digit = Number(digits[digits.length - 1 - at])
    const doubled = at % 2 === 1 ? digit * 2 : digit
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}

/** True for an International Bank Account Number with right check digits (ISO 13616-1, annex A). */
export function isIban(text: string): boolean {
  if (text.length < 15 || text.length > 42) return false
  const compact = text.replaceAll(' ', '').toUpperCase()
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(compact)) return false
  let rest = 0
  for (const character of compact.slice(4) + compact.slice(0, 4)) {
    const value = Number.parseInt(character, 36)
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97
  }
  return rest === 1
}
