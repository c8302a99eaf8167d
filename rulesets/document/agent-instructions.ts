/** Words by which a text turns to a language model in place of a reader, and what it does by them. */
const TURNS: readonly (readonly [pattern: RegExp, does: string])[] = [
  [
    /\b(?:ignore|disregard|forget|override)\s+(?:all\s+|any\s+)?(?:of\s+)?(?:the\s+|your\s+)?(?:previous|prior|above|earlier|preceding|system)\s+(?:instructions?|prompts?|messages?|rules?|guidelines?)\b/i,
    'tells a language model to forget what it was told',
  ],
  [
    /\b(?:do\s+not|don't|never)\s+(?:tell|inform|notify|mention\s+(?:this|it)\s+to)\s+(?:the\s+|your\s+)?(?:user|human)\b/i,
    'tells a language model to keep something from its user',
  ],
  [
    /\bwithout\s+(?:telling|informing|notifying|asking)\s+(?:the\s+|your\s+)?(?:user|human)\b/i,
    'tells a language model to keep something from its user',
  ],
  [
    /\b(?:read|open|cat|pass|send|include|append)\b[^.\n]{0,80}(?:~\/\.|\.ssh\/|\bid_rsa\b|\bmcp\.json\b|\/etc\/passwd)/i,
    'asks for what an agent has at hand and no caller of the API',
  ],
  [
    /<\|im_(?:start|end)\|>|\[\/?INST\]|<<\/?SYS>>|<\/?(?:tool_call|function_calls|system_prompt|IMPORTANT)>/,
    'has marks by which models tell who speaks',
  ],
]

/** A comment that turns to a model: nobody who reads the page sees it. */
const TO_A_MODEL =
  /\b(?:AI|LLMs?|GPT|ChatGPT|Claude|Copilot|Gemini|agents?|assistants?|language\s+models?|prompt)\b/
const ASKS = /\b(?:must|should|always|never|please|ignore|call|use|send|include|respond|answer|do\s+not)\b/i

const COMMENT = '<!--'

/** Most texts have nothing of this, and are not looked at twice. */
export const HINT =
  /\b(?:ignore|disregard|forget|override)\s+(?:all|any|of|the|your|previous|prior|above|earlier|preceding|system)\b|\b(?:tell|telling|inform|informing|notify|notifying|asking|mention)\s+(?:this|it|the|your|user|human)\b|~\/\.|\.ssh|id_rsa|mcp\.json|\/etc\/passwd|<\||INST\]|SYS>>|<\/?(?:tool_call|function_calls|system_prompt)|IMPORTANT>|<!--/i

/** What in a text is written for a language model; undefined where nothing is. */
export function agentInstruction(
  text: string,
): { readonly piece: string; readonly does: string } | undefined {
  const prose = withoutCode(text)
  for (const comment of commentsIn(prose)) {
    if (TO_A_MODEL.test(comment) && ASKS.test(comment))
      return { piece: COMMENT, does: 'has a comment that tells a language model what to do' }
  }
  for (const [pattern, does] of TURNS) {
    const piece = pattern.exec(prose)?.[0]
    if (piece !== undefined) return { piece, does }
  }
  return undefined
}

/** What stands in code is shown, not said. */
function withoutCode(text: string): string {
  return text.replace(/```[\s\S]*?(?:```|$)|~~~[\s\S]*?(?:~~~|$)|`[^`\n]*`/g, ' ')
}

function commentsIn(text: string): readonly string[] {
  const comments: string[] = []
  for (let at = text.indexOf(COMMENT); at >= 0; at = text.indexOf(COMMENT, at)) {
    const end = text.indexOf('-->', at)
    comments.push(text.slice(at, end < 0 ? undefined : end))
    if (end < 0) break
    at = end
  }
  return comments
}
