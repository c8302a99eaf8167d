/** One form of secret that can be told by itself. */
export interface SecretFormat {
  /** Part of fingerprints: never to be changed. */
  readonly id: string
  /** In words, for a message. */
  readonly kind: string
  /** Source of a regular expression that is cheap to look for, and without which `pattern` cannot match. */
  readonly hint: string
  /**
   * The secret, with its borders. The group `random` is what has to look random (all of it where there is none); the
   * group `secret` is what has to stay hidden, where that is not the whole.
   */
  readonly pattern: RegExp
  /** What makes a match certain beside its form. */
  readonly proof?: (match: string) => boolean
}

/** A format whose secret is a word of its own. */
export const row = (
  id: string,
  kind: string,
  hint: string,
  pattern: string,
  proof?: SecretFormat['proof'],
): SecretFormat => ({
  id,
  kind,
  hint,
  pattern: new RegExp(`(?<![A-Za-z0-9_])(?:${pattern})(?![A-Za-z0-9])`, 'g'),
  ...(proof ? { proof } : {}),
})
