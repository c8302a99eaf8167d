import { tokens } from '@specward/core'

/** Words by which a name tells that its URL is called. */
const CALLED: ReadonlySet<string> = new Set(
  'webhook hook callback feed import fetch crawl scrape clone vcs notification notify ping'.split(' '),
)

const HINT = /hook|callback|feed|import|fetch|crawl|scrape|clone|vcs|notif|ping/i

/** Callbacks of a sign-in are pages that a browser is sent to; so is what clients of OAuth register. */
const SIGN_IN: ReadonlySet<string> = new Set('oauth oidc saml sso idp acs login logout auth relay'.split(' '))

const VERBS =
  'call|request|send|post|fetch|retrieve|download|deliver|publish|pull|poll|ping|crawl|scrape|notify|invoke|import'

/** Words about what the API does with the URL. */
const SAID = new RegExp(
  [
    String.raw`\bwe(?: \w+){0,3} (?:${VERBS})s?\b`,
    String.raw`\b(?:be|is|are|being) (?:\w+ )?(?:called|fetched|retrieved|downloaded|crawled|imported|invoked|polled|pinged|pulled|(?:pushed|posted|sent|delivered) to)\b`,
    String.raw`\b(?:url|uri|endpoint)s?\b[^.]{0,60}\b(?:to|should|will) (?:${VERBS}|transcribe|monitor|receive|perform \w*checks?)\b`,
    String.raw`\b(?:url|uri|endpoint)s?\b[^.]{0,60}\b(?:should|will) be (?:sent|posted|delivered|called)\b`,
    String.raw`\b(?:webhook|callback|health ?check)s?\b`,
  ].join('|'),
  'i',
)

/** A page for people, a part of a URL, or no web address at all. */
const OTHERWISE =
  /\bredirect|\bbrowsers?\b|\bforward(?:ed)? (?:the )?(?:user|customer|visitor)|\bpartial\b|\bwildcards?\b|\bglob\b|\bregex|\bpatterns?\b|\botpauth:|^\s*\**deprecated\b|\bto show\b|\bdisplayed\b|\bvia the api\b/i

/** Whether the description gives reason to think that the API calls a URL, by its name or by what is said of it. */
export function isSaidToBeCalled(name: string, words: string, place: string): boolean {
  if (OTHERWISE.test(words)) return false
  const own = tokens(name)
  const around = tokens(place)
  if ([...own, ...around].some((word) => SIGN_IN.has(word))) return false
  if (around.includes('client') && own.includes('callback')) return false
  return hasEvidence(name, words)
}

export function hasEvidence(name: string, words: string): boolean {
  // few names get to the words
  if (HINT.test(name) && tokens(name).some((word) => CALLED.has(word))) return true
  return words.length > 10 && SAID.test(words)
}
