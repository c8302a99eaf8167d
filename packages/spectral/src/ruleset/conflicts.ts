import type { ConfigurationError } from '@specward/core'
import type { Ruleset } from '@stoplight/spectral-core'

import { type Places, spanOf } from './place.ts'
import { quote } from './values.ts'

interface Candidate {
  readonly ruleset: Ruleset
  readonly shown: string
  /** Whether nobody asked for it. */
  readonly isFound: boolean
}

export interface Conflicts {
  readonly errors: readonly ConfigurationError[]
  /** For each ruleset the rules that a later one runs as well: settings of the later one win, as among extensions. */
  readonly elsewhere: readonly ReadonlySet<string>[]
}

/** Rules that several rulesets have: fine where it is the same rule, an error where one name stands for two. */
export function findConflicts(rulesets: readonly Candidate[], places: Places): Conflicts {
  const errors: ConfigurationError[] = []
  const elsewhere = rulesets.map(() => new Set<string>())
  const owners = new Map<
    string,
    { readonly index: number; readonly definition: unknown; readonly written: string | undefined }
  >()
  for (const [index, { ruleset, shown, isFound }] of rulesets.entries()) {
    for (const rule of Object.values(ruleset.rules)) {
      if (!rule.enabled) continue
      const found = places.of(ruleset.definition, rule.name)
      const definition = found?.rule ?? rule.definition
      const owner = owners.get(rule.name)
      const written = found && JSON.stringify([found.place.unit.uri, found.place.path])
      const isSame =
        owner && (owner.definition === definition || (written !== undefined && owner.written === written))
      if (owner && !isSame) {
        const first = rulesets[owner.index]?.shown ?? ''
        const why = isFound ? ', which was found near a document' : ''
        const message = `The rule ${quote(rule.name)} is defined by two rulesets, ${quote(first)} and ${quote(shown)}${why}. Give one of the rules another name.`
        const at = spanOf(found?.place)
        const position = at && found?.place.text?.file.position(at.span.start)
        errors.push({ message, ...(at ? { uri: at.uri, ...position } : {}) })
        continue
      }
      if (owner) elsewhere[owner.index]?.add(rule.name)
      owners.set(rule.name, { index, definition, written })
    }
  }
  return { errors, elsewhere }
}
