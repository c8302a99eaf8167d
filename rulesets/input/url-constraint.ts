import type { Model, Node, Schema } from '@specward/core'
import { best, patternReach, type UrlReach, worst } from '../url-pattern.ts'

/** Where the URLs lead that a schema accepts: through `$ref` and `allOf`, and for the worst of `oneOf` and `anyOf`. */
export function urlReach(schema: Schema, model: Model): UrlReach {
  const own = best([
    ...schema.all('pattern').map(({ string }) => (string === undefined ? 'anywhere' : patternReach(string))),
    ...['enum', 'const'].flatMap((keyword) => schema.all(keyword)).map(valuesReach),
  ])
  if (own !== 'anywhere') return own
  return best([...schema.all('oneOf'), ...schema.all('anyOf')].map((list) => choicesReach(list, model)))
}

/** By what stands in each choice itself; a choice that accepts no text does not count. */
function choicesReach(list: Node, model: Model): UrlReach {
  const reaches: UrlReach[] = []
  for (const entry of list.children()) {
    const choice = model.resolve(entry)
    const type = choice?.child('type')?.value
    if (typeof type === 'string' && type !== 'string') continue
    const pattern = choice?.child('pattern')?.string
    const values = choice?.child('enum') ?? choice?.child('const')
    reaches.push(pattern === undefined ? (values ? valuesReach(values) : 'anywhere') : patternReach(pattern))
  }
  return worst(reaches)
}

/** A caller cannot choose beyond the list, so nothing but `http:` in it matters. */
function valuesReach({ value }: Node): UrlReach {
  const values = Array.isArray(value) ? value : [value]
  return values.some((each) => typeof each === 'string' && /^http:/i.test(each)) ? 'anywhere' : 'hosts'
}
