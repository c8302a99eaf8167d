/** Halves of surrogate pairs, which no encoding of characters has a form for. */
const LONE_SURROGATE = /\p{Cs}/gu

/** What may not stand in a URI (RFC 3986, section 2), and a `%` that begins no escape. */
const NOT_IN_URI = /[^A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=%]|%(?![0-9A-Fa-f]{2})/gu

/** One segment of a path, percent-encoded. */
export function encodeSegment(segment: string): string {
  return encodeURIComponent(segment.replace(LONE_SURROGATE, '\ufffd'))
}

/** Text that is meant to be a URI, with what may not stand in one percent-encoded. */
export function encodeUri(text: string): string {
  return text.replace(LONE_SURROGATE, '\ufffd').replace(NOT_IN_URI, (one) => encodeURIComponent(one))
}
