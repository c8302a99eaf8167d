import json from '@stoplight/json'
import yaml from '@stoplight/yaml'

import { isObject } from './values.ts'

/** A text that is nested more deeply than Spectral can read. */
export const TOO_DEEP = Symbol('too deep')

/** What Spectral takes the text of a ruleset for. */
export function parseRuleset(text: string, isJson: boolean): unknown {
  const content = text.replace(/^\uFEFF/u, '')
  try {
    return isJson
      ? json.parseWithPointers(content).data
      : yaml.parseWithPointers(content, { mergeKeys: true }).data
  } catch (error) {
    if (error instanceof RangeError) return TOO_DEEP
    throw error
  }
}

/** Whether something that has no ending to tell it by is a definition rather than code. */
export function looksLikeText(text: string): boolean {
  const value = parseRuleset(text, false)
  return isObject(value) && ['extends', 'rules', 'overrides'].some((key) => Object.hasOwn(value, key))
}
