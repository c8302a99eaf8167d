import type { Range, ReportFinding } from '../report/report.ts'
import type { EditRefusal } from '../source/edit-refused.ts'
import type { TextEdit } from '../source/types.ts'

export type FixKind = 'safe' | 'suggested'

/** Tells which findings are to be fixed. What has been accepted never is. */
export type WantedFix = (finding: ReportFinding, kind: FixKind) => boolean

/** Why a fix is not made. */
export type FixRefusal =
  | EditRefusal
  /** Another fix changes the same place: it can be made once that one has been. */
  | 'conflict'
  /** The file is on another machine. */
  | 'from-network'
  /** The file is outside of the project of the description. */
  | 'outside-root'
  /** The face cannot write the file. */
  | 'not-writable'
  /** The text would mean something else than the fix says. */
  | 'changes-more'
  /** The file would stay as it is. */
  | 'no-change'
  /** The finding is there all the same. */
  | 'not-mended'
  /** Something else would be found, or could not be judged any more. */
  | 'new-finding'
  /** The file is not what was judged any more. */
  | 'changed-meanwhile'
  /** The fixes before it took as many runs as there may be. */
  | 'too-many-passes'

/** One mending, with all findings that it mends. */
export interface PlannedFix {
  readonly title: string
  readonly kind: FixKind
  readonly findings: readonly ReportFinding[]
  /** URIs of the files that it changes. */
  readonly files: readonly string[]
  /** The mappings and lists that it changes: name of the file, `#`, and JSON Pointer. */
  readonly places: readonly string[]
}

export interface LeftFix extends PlannedFix {
  readonly reason: FixRefusal
  /** The reason as a clause: "another fix changes the same place". */
  readonly because: string
}

export interface PlannedFile {
  readonly uri: string
  /** As the report calls it. */
  readonly name: string
  /** The text that was judged, without byte order mark. */
  readonly before: string
  /** In its order and free of overlap; spans and ranges are of `before`, ranges as in the report. */
  readonly edits: readonly (TextEdit & { readonly range: Range })[]
  readonly text: string
}

/** Edits that can be made at once. */
export interface FixPlan {
  readonly files: readonly PlannedFile[]
  readonly fixes: readonly PlannedFix[]
  readonly left: readonly LeftFix[]
}

export interface FixOptions {
  /** Characters that trials may read together, at least twelve of them; 60 million unless given. */
  readonly mostRead?: number | undefined
  /** Why a file, by URI, cannot be written, as a clause; undefined when it can. Without it, all can. */
  readonly obstacle?: ((uri: string) => Promise<string | undefined>) | undefined
  /** Ends the work; an `AbortSignal` fits. */
  readonly signal?: { readonly aborted: boolean } | undefined
}
