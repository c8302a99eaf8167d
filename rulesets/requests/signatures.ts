import type { Operation } from '@specward/core'
import { requestHeader } from '../headers.ts'

/** The header of an HTTP message signature that tells what is signed (RFC 9421, section 4.1). */
const SIGNATURE_INPUT = /^signature-input$/i

const DIGEST = /^(?:content-digest|repr-digest|digest)$/i

export function signatureInputOf(operation: Operation) {
  return requestHeader(operation, SIGNATURE_INPUT)
}

export function digestOf(operation: Operation) {
  return requestHeader(operation, DIGEST)
}
