import type { Operation } from '@specward/core'

const ASKING = String.raw`(?:authenticat\w*|authoriz\w*|authoris\w*|credentials?|log(?:ging)? ?in|sign(?:ing)? ?in|access token)`

const MEANT_FOR_ANYONE = new RegExp(
  [
    String.raw`\b(?:does not|doesn['’]t) have (?:any )?authentication`,
    String.raw`\b(?:does not|doesn['’]t|need not) (?:need|require)(?: any)?(?: form of)? ${ASKING}`,
    String.raw`\b(?:requires|needs) no ${ASKING}`,
    String.raw`\bno ${ASKING} (?:is |are )?(?:needed|required|necessary)`,
    String.raw`\b${ASKING} (?:is|are) not (?:needed|required|necessary)`,
    String.raw`\bcan be (?:accessed|called|used) (?:anonymously|by (?:anyone|everyone|everybody)|without ${ASKING})`,
  ].join('|'),
  'i',
)

/** What an operation says of itself that shows that anybody is meant to call it: "can be accessed anonymously". */
export function saidToBeForAnyone({ summary = '', description = '' }: Operation): string | undefined {
  return MEANT_FOR_ANYONE.exec(`${summary}\n${description}`)?.[0].replace(/\s+/g, ' ')
}
