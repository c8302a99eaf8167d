import type { DefinitionParams, Location, Range } from 'vscode-languageserver'
import type { Desk } from '../desk.ts'
import { isLocal } from '../files.ts'
import { cursorAt } from './cursor.ts'
import { findingsWith } from './finding-text.ts'
import { rulesFor } from './knowledge.ts'
import { beside, placeName, ruleAt } from './places.ts'
import { folderOf } from './policy-file.ts'
import { documentOf, policyTextOf, rangeOf } from './text.ts'

const TOP: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }

/** Where what a policy file names stands: a file, a rule of one's own, a finding. */
export async function policyDefinition(
  desk: Desk,
  { textDocument: { uri }, position }: DefinitionParams,
): Promise<Location[] | undefined> {
  const text = await policyTextOf(desk, uri)
  const cursor = text && cursorAt(text.outline, text.document.offsetAt(position))
  if (!text || !cursor || cursor.part === 'new' || cursor.text === '') return undefined
  const rule = ruleAt(text, cursor)
  if (rule !== undefined) return ruleDefinition(desk, uri, rule)
  const place = placeName(cursor.entry)
  switch (cursor.part === 'value' ? place : '') {
    case 'extends/*':
    case 'extends/*/*':
    case 'extends':
    case 'waivers/*/file':
    case 'attestations/*/document':
      return fileNamed(desk, uri, cursor.text)
    case 'waivers/*/fingerprint':
      return findingsWith(desk, cursor.text, beside(text, cursor.entry, 'rule')).map(
        ({ finding, review }) => {
          const { start, end } = finding.range
          const at = ({ line, column }: typeof start) => ({ line: line - 1, character: column - 1 })
          return { uri: review.uriOf(finding.file), range: { start: at(start), end: at(end) } }
        },
      )
    default:
      return undefined
  }
}

/** A rule that a file defines; those of Specward stand in none. */
async function ruleDefinition(desk: Desk, uri: string, id: string): Promise<Location[] | undefined> {
  const definedAt = (await rulesFor(desk, uri)).get(id)?.definedAt
  const document =
    definedAt && isLocal(definedAt.uri, uri) ? await documentOf(desk, definedAt.uri) : undefined
  if (!definedAt || !document) return undefined
  const { start, end = start } = definedAt
  const range = start === undefined || end === undefined ? TOP : rangeOf(document, { start, end })
  return [{ uri: document.uri, range }]
}

async function fileNamed(desk: Desk, uri: string, name: string): Promise<Location[] | undefined> {
  const path = name.split('/').map(encodeURIComponent).join('/')
  if (/^[a-z][a-z0-9+.-]*:/i.test(name) || !URL.canParse(path, folderOf(uri))) return undefined
  const target = new URL(path, folderOf(uri)).href
  if (!(await desk.host.exists(target))) return undefined
  return [{ uri: desk.document(target)?.uri ?? target, range: TOP }]
}
