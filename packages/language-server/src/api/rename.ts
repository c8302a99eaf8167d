import {
  type Declaration,
  declaredAt,
  type EditRefusal,
  EditRefused,
  type FileEdits,
  type Node,
  nameFault,
  planRename,
  renderEdits,
} from '@specward/core'
import {
  type CancellationToken,
  LSPErrorCodes,
  type Range,
  ResponseError,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver'
import type { Desk } from '../desk.ts'
import type { Feature } from '../feature.ts'
import { type Sheet, Sheets } from '../positions.ts'
import { mentionAt } from './definition.ts'
import { filesOf, Graphs } from './graphs.ts'
import { declarationAt } from './references.ts'
import { type Sight, sightsAt } from './sight.ts'

/** What a name at a position can be renamed as a whole: all that it stands for. */
interface Renamable {
  readonly sight: Sight
  readonly kind: Declaration['kind']
  readonly declared: readonly Node[]
  readonly name: string
}

/** New names for security schemes, scopes and components: where they are declared, and wherever they are named. */
export function rename(desk: Desk): Feature {
  return {
    prepareRename: async (params, token) => {
      const found = firstOf(await sightsAt(desk, params, token))
      const range = found && rangeOfName(found.sight, found.name)
      return found && range ? { range, placeholder: found.name } : null
    },
    rename: async (params, token) => {
      const sights = await sightsAt(desk, params, token)
      const found = firstOf(sights)
      if (!found) throw refusal('There is no scheme, scope or component of a description here.')
      const fault = nameFault(found.sight.index.graph, found.kind, params.newName)
      if (fault !== undefined) throw refusal(fault)
      if (params.newName === found.name) return { changes: {} }
      const files = await planned(new Graphs(desk, sights), found.declared, params.newName, token)
      return workspaceEdit(desk, files, params.newName)
    },
  }
}

/** Plans until there is no description left that has one of the changed files and has not been asked. */
async function planned(
  graphs: Graphs,
  declared: readonly Node[],
  to: string,
  token: CancellationToken,
): Promise<readonly FileEdits[]> {
  const unknown = await graphs.unknown()
  let touched = filesOf(declared)
  for (;;) {
    if (token.isCancellationRequested) throw new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled')
    const plan = planRename([...(await graphs.reaching(touched)), ...unknown], declared, to)
    if ('refused' in plan) throw refusal(`This cannot be renamed. ${plan.refused}`)
    const now = new Set(plan.files.map(({ file }) => file.uri))
    if (now.size === touched.size) return plan.files
    touched = now
  }
}

/** What the first of several descriptions knows that knows anything. */
function firstOf(sights: readonly Sight[]): Renamable | undefined {
  for (const sight of sights) {
    const found = renamableAt(sight)
    if (found) return found
  }
  return undefined
}

function renamableAt(sight: Sight): Renamable | undefined {
  const { graph } = sight.index
  const targets = declarationAt(sight)?.nodes ?? mentionAt(sight)?.targets ?? []
  const [first] = targets
  const declared = first && declaredAt(graph, first, 'key')
  if (!first || !declared) return undefined
  const { kind, nodes } = declared
  return kind === 'scheme' || kind === 'scope' || kind === 'component'
    ? { sight, kind, declared: nodes, name: first.key }
    : undefined
}

/** Where the name stands in what is at the position: without quotes, and of a reference its last step. */
function rangeOfName({ sheet, place: { span } }: Sight, name: string): Range | undefined {
  const at = sheet.file.text.slice(span.start, span.end).lastIndexOf(name)
  if (at < 0) return sheet.rangeOf(span)
  return sheet.rangeOf({ start: span.start + at, end: span.start + at + name.length })
}

function workspaceEdit(desk: Desk, files: readonly FileEdits[], to: string): WorkspaceEdit {
  const sheets = new Sheets(desk)
  const changed = files.map(({ file, edits }) => {
    const sheet = sheets.of(file)
    return { sheet, edits: textEdits(sheet, edits, to) }
  })
  if (desk.client.workspace?.workspaceEdit?.documentChanges !== true) {
    return { changes: Object.fromEntries(changed.map(({ sheet, edits }) => [sheet.uri, edits])) }
  }
  return {
    documentChanges: changed.map(({ sheet, edits }) => ({
      textDocument: { uri: sheet.uri, version: sheet.versionIn(desk) },
      edits,
    })),
  }
}

/** @throws ResponseError when one of the edits cannot be made */
function textEdits(sheet: Sheet, edits: FileEdits['edits'], to: string): TextEdit[] {
  const name = nameOf(sheet.uri)
  if (/^https?:/.test(sheet.uri))
    throw refusal(`\`${name}\` was read from the network and cannot be changed.`)
  if (!sheet.isCurrent)
    throw refusal(`\`${name}\` is not as it was read last. Mend its syntax, or save it, first.`)
  try {
    return renderEdits(sheet.file, edits).flatMap(({ span, text }) => {
      const range = sheet.rangeOf(span)
      return range ? [{ range, newText: text }] : []
    })
  } catch (error) {
    if (!(error instanceof EditRefused)) throw error
    const line = error.edit && sheet.file.position(sheet.file.locate(error.edit.path)?.value.start ?? 0).line
    const where = line === undefined ? `\`${name}\`` : `\`${name}\`, line ${line}`
    throw refusal(`Nothing was renamed. ${where}: ${whyNot(error.reason, to)}`)
  }
}

function whyNot(reason: EditRefusal, to: string): string {
  if (reason === 'key-exists') return `\`${to}\` stands there already.`
  if (reason === 'repeated-key') return 'the name stands there twice. Remove one of them first.'
  if (reason === 'shared-text')
    return 'a YAML anchor or alias shares this text with another place, which would change as well. Write it out first.'
  return 'the name cannot be changed here.'
}

function nameOf(uri: string): string {
  const name = uri.slice(uri.lastIndexOf('/') + 1)
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}

function refusal(message: string): ResponseError {
  return new ResponseError(LSPErrorCodes.RequestFailed, message)
}
