import {
  type ISpectralDiagnostic,
  Ruleset,
  type RulesetFunctionContext,
  Spectral,
} from '@stoplight/spectral-core'
import type { Inventory, SourceDocument } from './fold.ts'

/** A document as spectral-core's own run would see it when its rules begin. */
export interface OpenedDocument {
  readonly inventory: Inventory
  /** What the overrides of the ruleset make of it for this document. */
  readonly ruleset: Ruleset
  /** Of parser and resolver, and of a document whose format no rule knows. */
  readonly diagnostics: readonly ISpectralDiagnostic[]
}

/**
 * Resolves a document and detects its formats. spectral-core does not export what it keeps of a document, so it is
 * taken from the context of a rule that does nothing else.
 */
export async function openDocument({
  document,
  ruleset,
  resolver,
  ignoreUnknownFormat = false,
}: {
  readonly document: SourceDocument
  readonly ruleset: Ruleset
  readonly resolver: NonNullable<ConstructorParameters<typeof Spectral>[0]>['resolver'] & object
  readonly ignoreUnknownFormat?: boolean
}): Promise<OpenedDocument> {
  const effective = ruleset.fromSource(document.source)
  let inventory: Inventory | undefined
  const capture = (_input: unknown, _options: unknown, context: RulesetFunctionContext) => {
    inventory = context.documentInventory
  }
  // biome-ignore lint/suspicious/noThenProperty: it is a word of rulesets
  const { rules } = new Ruleset({ rules: { capture: { given: '$', then: { function: capture } } } })
  const capturing: Ruleset = Object.create(effective, {
    rules: { value: rules },
    fromSource: { value: () => capturing },
  })
  const spectral = new Spectral({ resolver })
  spectral.setRuleset(capturing)
  const diagnostics = await spectral.run(document, { ignoreUnknownFormat })
  if (!inventory) throw new Error('spectral-core did not call a rule for the whole document')
  return { inventory, ruleset: effective, diagnostics }
}
