import type { ApiDocument, Operation } from '@specward/core'

const ASKING = String.raw`(?:authenticat\w*|authoriz\w*|authoris\w*|credentials?|log(?:ging)? ?in|sign(?:ing)? ?in|access token)`

const MEANT_FOR_ANYONE = new RegExp(
  [
    String.raw`\b(?:does not|doesn['\u2019]t) have (?:any )?authentication`,
    String.raw`\b(?:does not|doesn['\u2019]t|need not) (?:need|require)(?: any)?(?: form of)? ${ASKING}`,
    String.raw`\b(?:requires|needs) no ${ASKING}`,
    String.raw`\bno ${ASKING} (?:is |are )?(?:needed|required|necessary)`,
    String.raw`\b${ASKING} (?:is|are) not (?:needed|required|necessary)`,
    String.raw`\bcan be (?:accessed|called|used) (?:anonymously|by (?:anyone|everyone|everybody)|without ${ASKING})`,
  ].join('|'),
  'i',
)

/** What an operation says of itself that shows that anybody is meant to call it: "can be accessed anonymously". */
export function saidToBeForAnyone({ summary = '', description = '' }: Operation): string | undefined {
  return quoted(MEANT_FOR_ANYONE, `${summary}\n${description}`)
}

const KIND = String.raw`(?:(?:http|an?|the|your|valid) )*(?:basic|bearer|digest|token|oauth(?: ?2(?:\.0)?)?|api[- ]key|jwt) (?:authenticat\w*|authoriz\w*|auth|tokens?)`

const MUST = '(?:must|need to|needs to|have to|has to|should)'

const NOT_DENIED = String.raw`(?<!\b(?:not|n['\u2019]t|never|without|no longer|no|if|may|might) (?:\w+ )?)`

/** Of each call alike, or of whoever calls. */
const EVERY_CALL = [
  String.raw`\b(?:you|clients?|callers?|users?) ${MUST} (?:use|send|provide|include) ${KIND}`,
  String.raw`\b(?:all|every|each) (?:api )?(?:requests?|calls?|endpoints?|operations?|methods?)(?: to (?:the|this) api)? (?:${MUST} be |are |is )authenticated`,
  String.raw`\b(?:all|every|each) (?:api )?(?:requests?|calls?|endpoints?|operations?|methods?)(?: to (?:the|this) api)? (?:requires?|needs?) ${ASKING}`,
]

const OF_API = new RegExp(EVERY_CALL.join('|'), 'i')

const OF_OPERATION = new RegExp(
  [
    ...EVERY_CALL,
    String.raw`\b(?:you|clients?|callers?|users?) ${MUST} be (?:authenticated|logged[- ]in|signed[- ]in)\b`,
    String.raw`\b(?:(?:can|may|must|should) )?only be (?:done|called|used|accessed|performed) by (?:the |an? )?(?:logged[- ]in|signed[- ]in|authenticated|authorized) users?`,
    String.raw`${NOT_DENIED}\b(?:requires|needs) (?:an? |the |user |valid )*(?:authentication|authenticated user|access token|api key|bearer token)\b`,
    String.raw`\bauthentication is (?:required|needed|mandatory)\b(?! (?:if|when|for|only|unless|in)\b)`,
  ].join('|'),
  'i',
)

/** What of a text is looked at; introductions can have the length of a book. */
const MOST_TEXT = 20_000

const ofApi = new WeakMap<ApiDocument, string | false>()

/** What a description says that shows that callers are meant to authenticate: "you must use Basic Authentication". */
export const saidToAuthenticate = {
  ofOperation({ summary = '', description = '' }: Operation): string | undefined {
    return quoted(OF_OPERATION, `${summary}\n${description}`)
  },

  ofApi(document: ApiDocument): string | undefined {
    let said = ofApi.get(document)
    if (said === undefined) {
      said = quoted(OF_API, document.node.at('info', 'description')?.string ?? '') ?? false
      ofApi.set(document, said)
    }
    return said === false ? undefined : said
  },
}

/** In each match of the patterns above. Compiling them takes longer than most runs, and few texts need them. */
const ABOUT_ACCESS = /auth|credential|\blog|\bsign|token|api key|anonymously|by (?:any|every)/i

function quoted(pattern: RegExp, text: string): string | undefined {
  const head = text.slice(0, MOST_TEXT)
  return ABOUT_ACCESS.test(head) ? pattern.exec(head)?.[0].replace(/\s+/g, ' ') : undefined
}
