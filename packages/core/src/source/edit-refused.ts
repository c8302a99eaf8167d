import type { TreeEdit } from './types.ts'

export type EditRefusal =
  /** The text could not be read, so nothing in it can be found. */
  | 'unreadable-file'
  /** The path leads nowhere, or an index lies beyond the end of its list. */
  | 'no-such-place'
  /** An insertion needs a mapping or a list. */
  | 'not-a-collection'
  /** The mapping holds the new key already, itself or through a merge key. */
  | 'key-exists'
  /** The key stands more than once in its mapping. */
  | 'repeated-key'
  /** An anchor, alias or merge key shares the text with another place, which would change too. */
  | 'shared-text'
  /** Two edits touch the same text. */
  | 'overlap'
  /** The root cannot be removed or renamed; a pair in a list (`[a: b]`) takes no second entry. */
  | 'unsupported'
  /** The new text would hold a secret that was found. */
  | 'secret-text'
  /** The new value nests too deep, or holds itself. */
  | 'value-too-deep'

/** An edit that cannot be made without changing more than it says. None of the edits given with it was made. */
export class EditRefused extends Error {
  readonly reason: EditRefusal
  readonly edit: TreeEdit | undefined

  constructor(reason: EditRefusal, edit?: TreeEdit) {
    super(`edit refused: ${reason}`)
    this.reason = reason
    this.edit = edit
  }
}
