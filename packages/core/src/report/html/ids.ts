/** An id without blanks, as ids have to be. */
export function idOf(text: string): string {
  return text.replace(/\s/gu, '_')
}

/** Of a control on a page with several documents. */
export function controlId(document: number, control: string): string {
  return idOf(`c-${document}-${control}`)
}
