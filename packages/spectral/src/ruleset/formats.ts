import formats from '@stoplight/spectral-formats'

import type { SpectralFormat } from './spectral.ts'

/** Names that Spectral knows and its own loader does not find, and others that it takes for a name. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  'json-schema-2019-09': 'json-schema-draft-2019-09',
  'json-schema-2020-12': 'json-schema-draft-2020-12',
  asyncapi3: 'aas3',
  arazzo1: 'arazzo1_0',
}

const KNOWN = new Map<string, SpectralFormat>(
  Object.entries(formats).filter(
    (entry): entry is [string, SpectralFormat] =>
      typeof entry[1] === 'function' && 'displayName' in entry[1] && entry[1].displayName !== undefined,
  ),
)

/** The format of a name as rulesets have it: `oas3`, `oas3.1`, `json-schema-draft7`. */
export function formatByName(name: string): SpectralFormat | undefined {
  const plain = Object.hasOwn(OTHER_NAMES, name) ? (OTHER_NAMES[name] ?? name) : name
  return KNOWN.get(memberName(plain))
}

/** Name of the constant that stands for a format. */
function memberName(name: string): string {
  return name
    .replace(/\.|([0-9])-(?=[0-9])/gu, '$1_')
    .replace(/-([0-9a-z])/gu, (_, letter: string) => letter.toUpperCase())
}

/** Names of the formats, each once and as rulesets write them. */
export const FORMAT_NAMES: readonly string[] = [
  ...['oas2', 'oas3', 'oas3.0', 'oas3.1', 'oas3.2', 'asyncapi2', 'asyncapi3', 'aas2', 'aas3', 'arazzo1.0'],
  ...[...KNOWN.keys()].filter((name) => /^aas\d_\d$/u.test(name)),
  ...['json-schema', 'json-schema-loose', 'json-schema-draft4', 'json-schema-draft6', 'json-schema-draft7'],
  ...['json-schema-draft-2019-09', 'json-schema-draft-2020-12'],
]

const NAMES = new Map<SpectralFormat, string>([...KNOWN].reverse().map(([name, format]) => [format, name]))

/** The name of a format: `oas3_1`. */
export function nameOfFormat(format: SpectralFormat): string {
  return NAMES.get(format) ?? format.displayName ?? format.name
}
