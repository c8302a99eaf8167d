import type { Node, Schema } from '@specward/core'

/** What is said about an input, by itself and by its schema. */
export function wordsOf(node: Node, schema: Schema): string {
  const own = node.child('description')?.string ?? ''
  const texts = schema.all('description').flatMap(({ string }) => string ?? [])
  return [...new Set([own, ...texts])].join(' ')
}

/** What words alone demand of a URL. */
export interface Prose {
  readonly https: boolean
  /** Internal addresses are refused, or there is a list of what is not. */
  readonly hosts: boolean
}

const HTTPS =
  /\b(?:must|has to|have to|only|requires?|required|needs?|should)\b[^.]{0,60}\bhttps\b|\bhttps\b[^.]{0,40}\b(?:only|required|mandatory|must)\b|\bsecure (?:https )?urls? only\b/i

const HOSTS =
  /\b(?:localhost|internal|private|loopback|link-local|reserved|non-public)\b[^.]{0,120}\b(?:refused?|rejected|(?:not|never) (?:allowed|permitted|accepted|supported)|40[03]|forbidden|blocked|risky|denied)\b|\b(?:should|must|may|can) ?not\b[^.]{0,60}\b(?:localhost|internal|private|loopback|running in the cluster)\b|\b(?:allow-?|white-?)list|\bsame (?:base url|domain|host|origin)\b|\bmust (?:be|use|match)\b[^.]{0,40}\b(?:base url|registered|verified|approved|whitelisted|allowed|publicly)\b/i

const REFUSED =
  /\b(?:localhost|internal|private|loopback)\b[^.]{0,80}\b(?:refused|rejected|(?:not|never) (?:allowed|permitted|accepted)|403|forbidden|blocked|denied)\b/i

/** Says that the host is to be on the internet, which is no promise that others are refused. */
const PUBLIC =
  /\bpublic (?:url|uri|endpoint|address|host|internet)\b|\bpublicly[- ](?:reachable|accessible|available|routable|addressable|resolvable)\b|\b(?:reachable|accessible) (?:from|over|via) the (?:public )?internet\b/i

/** Whether words say that the URL is to be a public one. */
export function asksForPublic(text: string): boolean {
  return PUBLIC.test(text)
}

export function limitsInWords(text: string): Prose {
  return { https: HTTPS.test(text), hosts: HOSTS.test(text) }
}

/**
 * What is missing, as the end of a sentence; undefined where words demand as much as a pattern would.
 * @param around what is said of the operation, which may refuse hosts as well
 */
export function missingLimits(text: string, around = ''): string | undefined {
  const https = HTTPS.test(text)
  const hosts = HOSTS.test(text) || REFUSED.test(around) || asksForPublic(text)
  if (https || /\bsame (?:base url|domain|host|origin)\b/i.test(text)) return undefined
  return hosts ? 'nothing demands `https`' : 'nothing demands `https` or rules out internal hosts'
}

/** Whether words about the URL, or about the operation, say that not every host is called. */
export function refusesHosts(text: string, around = ''): boolean {
  return HOSTS.test(text) || REFUSED.test(around)
}
