import { cweName, cweUrl } from './cwe.ts'
import { OWASP_URL, owaspRisk } from './owasp.ts'
import type { RuleInfo } from './rule-info.ts'

/** Fixed, so that the taxonomies of two runs are known to be the same; made for Specward. */
const TAXONOMIES = {
  CWE: {
    guid: '2f4e1a5c-7b0d-4f36-9c58-0d9a3be2a7f1',
    organization: 'MITRE',
    version: undefined,
    uri: 'https://cwe.mitre.org/',
    text: 'Common Weakness Enumeration',
  },
  'OWASP API Security Top 10': {
    guid: '8c1d6b3e-52a9-4e07-b3f4-61c7d80e9a25',
    organization: 'OWASP Foundation',
    version: '2023',
    uri: OWASP_URL,
    text: 'The ten most critical risks to APIs, edition 2023',
  },
} as const

export type TaxonomyName = keyof typeof TAXONOMIES

const NAMES: readonly TaxonomyName[] = ['CWE', 'OWASP API Security Top 10']

/** The taxonomies that rules refer to, each with the taxa in use alone. */
export function sarifTaxonomies(rules: readonly RuleInfo[]) {
  return NAMES.map((name) => ({ name, taxa: taxaOf(name, rules) }))
    .filter(({ taxa }) => taxa.length > 0)
    .map(({ name, taxa }) => {
      const { guid, organization, version, uri, text } = TAXONOMIES[name]
      return {
        name,
        guid,
        organization,
        ...(version === undefined ? {} : { version }),
        informationUri: uri,
        shortDescription: { text },
        isComprehensive: false,
        taxa,
      }
    })
}

export function taxonReference(taxonomy: TaxonomyName, id: string) {
  return { id, toolComponent: toolComponentReference(taxonomy) }
}

/** What `supportedTaxonomies` names, in the order of `taxonomies`. */
export function toolComponentReference(name: TaxonomyName) {
  return { name, guid: TAXONOMIES[name].guid }
}

function taxaOf(name: TaxonomyName, rules: readonly RuleInfo[]) {
  if (name === 'CWE') {
    const numbers = new Set(rules.flatMap(({ references }) => references.cwe))
    return [...numbers]
      .sort((a, b) => a - b)
      .map((number) => taxon(String(number), cweName(number), cweUrl(number)))
  }
  const ids = new Set(rules.flatMap(({ references }) => references.owasp))
  return [...ids].sort(byNumber).map((id) => taxon(id, owaspRisk(id)?.title, owaspRisk(id)?.url))
}

function taxon(id: string, title: string | undefined, url: string | undefined) {
  return {
    id,
    ...(title === undefined ? {} : { name: title, shortDescription: { text: title } }),
    ...(url === undefined ? {} : { helpUri: url }),
  }
}

/** `API10:2023` after `API9:2023`. */
function byNumber(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : 1)
}
