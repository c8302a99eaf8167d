import type { Severity } from '@specward/core'
import type { Location } from 'vscode-languageserver'

/** What the findings of a workspace are grouped by. */
export type GroupBy = 'operation' | 'control' | 'file' | 'rule'

/** Parameters of the request `specward/findings`. */
export interface FindingsParams {
  /** `operation` where it is missing. */
  readonly groupBy?: GroupBy
  /** Whether all but errors is left out. */
  readonly errorsOnly?: boolean
  /** Whether only the counts are wanted: then there are neither items nor groups. */
  readonly countsOnly?: boolean
}

/** All that is known of the workspace now; the notification `specward/findingsChanged` says when to ask again. */
export interface FindingsAnswer {
  /** How many API descriptions have been reviewed. */
  readonly descriptions: number
  /** Findings and problems by severity, those included that `errorsOnly` leaves out. */
  readonly counts: SeverityCounts
  /** Each once, the gravest first. */
  readonly items: readonly FindingItem[]
  /** In the order in which they are shown; an item can be in several. */
  readonly groups: readonly FindingGroup[]
}

/** What the request `specward/reviewWorkspace` comes to; it has no parameters. */
export type ReviewedAnswer = Pick<FindingsAnswer, 'descriptions' | 'counts'>

export type SeverityCounts = Readonly<Record<Severity, number>>

export interface FindingItem {
  /** A finding, something that could not be judged, or something about the policy. */
  readonly kind: 'finding' | 'problem' | 'notice'
  readonly severity: Severity
  /** Id of the rule, or code of the problem. */
  readonly code: string
  readonly message: string
  readonly location: Location
  /** URI of the description that it was found in. */
  readonly description: string
  /** Of a finding. */
  readonly fingerprint?: string
  readonly operations?: readonly string[]
  /** Where to read on: a file of the package (`rulesets/docs/…`), or a URL; missing where there is nothing to read. */
  readonly docs?: string
}

export interface FindingGroup {
  /** The same as long as the group is about the same thing. */
  readonly id: string
  readonly kind: GroupBy | 'whole' | 'several' | 'none' | 'problem' | 'notice'
  /** `DELETE /users`, `AUTHN-1`, a rule, or the URI of a file. */
  readonly label: string
  /** What the control or the rule says. */
  readonly title?: string
  /** URI of the description, of an operation in one of several. */
  readonly description?: string
  /** Page of the rule. */
  readonly docs?: string
  /** Indices into the items. */
  readonly items: readonly number[]
}

/** Parameters of the request `specward/report`. */
export interface ReportParams {
  /** The exposure report, or the design-review checklist. */
  readonly kind?: 'report' | 'checklist'
  /** A description, or a file that is a part of one; without it, all descriptions of the workspace. */
  readonly uri?: string
}

export type ReportAnswer =
  | {
      /** A page that needs nothing else; its Content-Security-Policy names its own script and styles. */
      readonly html: string
      /** URI of the folder, ending in `/`, that names of files on the page are relative to. */
      readonly folder: string
      /** URIs of the descriptions that it is about. */
      readonly descriptions: readonly string[]
    }
  /** Why there is no report, in a sentence. */
  | { readonly nothing: string }

/** Parameters of the request `specward/initialPolicy`. */
export interface InitialPolicyParams {
  /** URI of the folder that `specward.yaml` is for. */
  readonly folder: string
}

export interface InitialPolicyAnswer {
  /** Contents of a first `specward.yaml`. */
  readonly text: string
}
