import { editedRecord, isBroken, sectionText } from '../source/edit-records.ts'
import { EditRefused } from '../source/edit-refused.ts'
import { Node } from '../source/node.ts'
import type { SourceFile } from '../source/types.ts'
import { bareName } from './presets.ts'
import type { Severity } from './rule.ts'
import { DEFAULT_PRESETS, PRESET_PREFIX } from './words.ts'

/**
 * The text of a configuration in which a rule has a severity, under `rules`; everything else stays byte for byte. What
 * overrides say afterwards still holds.
 *
 * @throws EditRefused where the file cannot be changed without changing more
 */
export function withSeverity(file: SourceFile, ruleId: string, level: Severity | 'off'): string {
  const { value } = file
  if (value === undefined || value === null) {
    if (isBroken(file)) throw new EditRefused('unreadable-file')
    const gap = file.text === '' || /[\r\n]$/.test(file.text) ? '' : '\n'
    return `${file.text}${gap}${sectionText('rules', { [ruleId]: level })}`
  }
  const root = new Node(file, undefined, '', value)
  const rule = root.at('rules', ruleId)
  if (!root.child('rules')?.isObject) {
    return editedRecord(file, [{ op: 'set', path: ['rules'], value: { [ruleId]: level } }])
  }
  const path = ['rules', ruleId, ...(rule?.isObject ? ['severity'] : [])]
  return editedRecord(file, [{ op: 'set', path, value: level }])
}

/** The text of a first configuration: presets, and the severity of one rule. */
export function newConfiguration(
  presets: readonly string[],
  ruleId: string,
  level: Severity | 'off',
): string {
  const names = (presets.length > 0 ? presets : DEFAULT_PRESETS).map((name) => PRESET_PREFIX + bareName(name))
  return `${sectionText('extends', names)}\n${sectionText('rules', { [ruleId]: level })}`
}
