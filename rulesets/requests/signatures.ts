import type { Operation } from '@specward/core'

/** The header of an HTTP message signature that tells what is signed (RFC 9421, section 4.1). */
const SIGNATURE_INPUT = /^signature-input$/i

const DIGEST = /^(?:content-digest|repr-digest|digest)$/i

/** A header parameter under one of several names. */
export function headerOf({ parameters }: Operation, pattern: RegExp) {
  return parameters.find(({ in: where, name }) => where === 'header' && pattern.test(name))
}

export function signatureInputOf(operation: Operation) {
  return headerOf(operation, SIGNATURE_INPUT)
}

export function digestOf(operation: Operation) {
  return headerOf(operation, DIGEST)
}
