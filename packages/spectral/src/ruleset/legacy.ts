import { isObject, type Mapping } from './values.ts'

/** Rules of Spectral that have another name today. */
const RENAMED: Readonly<Record<string, string>> = {
  'operation-2xx-response': 'operation-default-response',
  'oas3-unused-components-schema': 'oas3-unused-components',
  'oas2-valid-parameter-example': 'oas2-valid-schema-example',
  'oas2-valid-response-schema-example': 'oas2-valid-schema-example',
  'oas2-valid-definition-example': 'oas2-valid-schema-example',
  'oas2-valid-response-example': 'oas2-valid-media-example',
  'oas3-valid-oas-parameter-example': 'oas3-valid-media-example',
  'oas3-valid-oas-content-example': 'oas3-valid-media-example',
  'oas3-valid-oas-header-example': 'oas3-valid-media-example',
  'oas3-valid-header-schema-example': 'oas3-valid-schema-example',
  'oas3-valid-parameter-schema-example': 'oas3-valid-schema-example',
}

const LEVELS: Readonly<Record<string, number>> = { error: 0, warn: 1, info: 2, hint: 3, off: -1 }

export interface Modern {
  readonly definition: Mapping
  /** Where something of the definition is written: paths of the old forms for those of the new ones. */
  written(path: readonly string[]): readonly string[]
}

/** Brings a definition that was written for earlier versions of Spectral into the form of today. */
export function modernize(raw: Mapping): Modern {
  const { except, ...rest } = raw
  const rules = isObject(rest.rules) ? renameRules(rest.rules) : undefined
  const overrides = Array.isArray(rest.overrides) ? rest.overrides : []
  const patterns = isObject(except) ? Object.keys(except) : []
  const definition: Mapping = {
    ...rest,
    ...(rules ? { rules: rules.rules } : {}),
    ...(isObject(except)
      ? { overrides: [...overrides, ...patterns.map((pattern) => exception(pattern, except[pattern]))] }
      : {}),
  }
  return { definition, written }

  function written(path: readonly string[]): readonly string[] {
    const [first, second = '', ...deeper] = path
    if (first === 'rules' && rules?.from.has(second))
      return [first, rules.from.get(second) ?? second, ...deeper]
    const pattern = first === 'overrides' ? patterns[Number(second) - overrides.length] : undefined
    return pattern === undefined ? path : ['except', pattern]
  }
}

function exception(pattern: string, rules: unknown): Mapping {
  const names = Array.isArray(rules) ? rules.map(String) : []
  return {
    files: [pattern.startsWith('#') ? `**${pattern}` : pattern],
    rules: Object.fromEntries(names.map((name) => [name, 'off'])),
  }
}

function renameRules(raw: Mapping): { readonly rules: Mapping; readonly from: ReadonlyMap<string, string> } {
  const values = new Map(Object.entries(raw))
  const from = new Map<string, string>()
  const order = Object.keys(raw).map((name) => {
    const today = Object.hasOwn(RENAMED, name) ? RENAMED[name] : undefined
    const value = raw[name]
    if (today === undefined || typeof value === 'object') return name
    values.set(today, values.has(today) ? stricter(String(value), String(values.get(today))) : value)
    values.delete(name)
    if (!Object.hasOwn(raw, today)) from.set(today, name)
    return today
  })
  return { rules: Object.fromEntries([...new Set(order)].map((name) => [name, values.get(name)])), from }
}

/** Of two severities the stricter one, as long as the second is not off. */
function stricter(left: string, right: string): string {
  if (level(right) === -1) return left
  return level(left) > level(right) ? right : left
}

function level(severity: string): number {
  return Number.isNaN(Number(severity)) ? (LEVELS[severity] ?? Number.NaN) : Number(severity)
}
