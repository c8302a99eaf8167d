/** An id without blanks, as ids have to be. */
export function idOf(text: string): string {
  return text.replace(/\s/gu, '_')
}

/** Of a control on a page with several documents. */
export function controlId(document: number, control: string): string {
  return idOf(`c-${document}-${control}`)
}

/** Of what a page with several documents tells of the controls of one. */
export function documentId(document: number): string {
  return `d-${document}`
}
