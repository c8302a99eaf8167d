import type { FixRefusal } from './types.ts'

const CLAUSES: Readonly<Record<FixRefusal, string>> = {
  'unreadable-file': 'its file could not be read as it stands, so that nothing in it is changed',
  'no-such-place': 'the place that it changes stands nowhere in the text',
  'not-a-collection': 'what it adds to is neither a mapping nor a list',
  'key-exists': 'the key that it adds is there already',
  'repeated-key': 'its key stands there more than once',
  'shared-text':
    'an anchor, alias or merge key shares the text with another place, which would change as well',
  overlap: 'its edits touch each other',
  unsupported: 'the text is written in a way that cannot be edited',
  'secret-text': 'it would write down a secret that was found',
  'value-too-deep': 'what it writes is nested too deep',
  conflict: 'another fix changes the same place',
  'from-network': 'its file was read from the network',
  'outside-root': 'its file is outside of the project',
  'not-writable': 'its file cannot be written',
  'changes-more': 'the text would mean something else than the fix says',
  'no-change': 'it changes nothing',
  'not-mended': 'the finding would still be there',
  'new-finding': 'something else would be found instead',
  'changed-meanwhile': 'its file has changed since it was judged',
  'too-many-passes': 'it was not tried, for those before it took as many trials as there may be',
}

/** A reason as a clause. */
export function becauseOf(reason: FixRefusal): string {
  return CLAUSES[reason]
}
