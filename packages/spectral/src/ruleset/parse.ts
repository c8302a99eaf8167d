import json from '@stoplight/json'
import yaml from '@stoplight/yaml'

import { isObject } from './values.ts'

/** What Spectral takes the text of a ruleset for. */
export function parseRuleset(text: string, isJson: boolean): unknown {
  const content = text.replace(/^\uFEFF/u, '')
  return isJson
    ? json.parseWithPointers(content).data
    : yaml.parseWithPointers(content, { mergeKeys: true }).data
}

/** Whether something that has no ending to tell it by is a definition rather than code. */
export function looksLikeText(text: string): boolean {
  const value = parseRuleset(text, false)
  return isObject(value) && ['extends', 'rules', 'overrides'].some((key) => Object.hasOwn(value, key))
}
