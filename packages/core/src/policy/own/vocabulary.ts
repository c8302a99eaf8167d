import { CONCEPTS, FACTS, factOf } from './facts.ts'
import { FUNCTION_MEANINGS, FUNCTION_NAMES, FUNCTIONS } from './function-options.ts'
import { KEYWORDS } from './keywords.ts'

/** The words that rules with `select` are written in, for documentation. */
export interface RuleVocabulary {
  readonly concepts: readonly {
    readonly name: string
    readonly facts: readonly {
      readonly name: string
      readonly type: 'text' | 'flag' | 'list'
      /** Every value that it can have, where that is a closed set. */
      readonly words: readonly string[] | undefined
      /** Values that are usual, where there can be others. */
      readonly usual: readonly string[] | undefined
      readonly about: string
    }[]
    /** What can be asked for beside facts, as it is written down. */
    readonly keywords: readonly string[]
  }[]
  readonly functions: readonly {
    readonly name: string
    readonly options: readonly string[]
    readonly about: string
  }[]
}

/** Every concept with its facts, and every function. */
export function ruleVocabulary(): RuleVocabulary {
  const concepts = CONCEPTS.map((name) => ({
    name,
    facts: Object.keys(FACTS[name]).flatMap((fact) => {
      const found = factOf(name, fact)
      return found
        ? [{ name: fact, type: found.type, words: found.words, usual: found.usual, about: found.about }]
        : []
    }),
    keywords: [...new Set(KEYWORDS[name])],
  }))
  const functions = FUNCTION_NAMES.map((name) => {
    return { name, options: FUNCTIONS[name], about: FUNCTION_MEANINGS[name] }
  })
  return { concepts, functions }
}
