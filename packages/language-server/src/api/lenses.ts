import { type Exposure, visible } from '@specward/core'
import { type CodeLens, CodeLensRefreshRequest, type Command, type Range } from 'vscode-languageserver'
import type { Desk } from '../desk.ts'
import type { Feature } from '../feature.ts'
import { exposureInShort } from './exposure-words.ts'
import { type View, viewsIn, viewsOf } from './sight.ts'

/**
 * Shows the exposure of an operation, in editors that say that they can. Its arguments are the URI of the description
 * and the label of the operation.
 */
const SHOW_EXPOSURE = 'specward.showExposure'

/** Characters of a title. */
const LONGEST = 120

/** Lenses at one place: of what is shared, more would not fit into a line. */
const MOST_AT_ONCE = 3

/** What an editor shows of a document. */
interface Shown {
  readonly version: number | undefined
  readonly signature: string
}

/** How long reviews have to rest before lenses are compared, in milliseconds. */
const REFRESH_DELAY = 300

/** Above each operation its exposure in a few words. */
export function lenses(desk: Desk): Feature {
  const shown = new Map<string, Shown>()
  let pending: ReturnType<typeof setTimeout> | undefined
  desk.onReviewed(() => {
    if (desk.client.workspace?.codeLens?.refreshSupport !== true || shown.size === 0) return
    clearTimeout(pending)
    pending = setTimeout(() => refreshChanged(desk, shown), REFRESH_DELAY)
  })
  return {
    lenses: async ({ textDocument: { uri } }, token) => {
      const found = lensesIn(desk, uri, await viewsOf(desk, uri, token))
      shown.set(uri, { version: desk.document(uri)?.version, signature: signatureOf(found) })
      return found
    },
  }
}

/**
 * Lets the editor ask again where an edit of another file, the policy or the settings have changed what lenses say. After an edit
 * of the document itself it asks by itself.
 */
function refreshChanged(desk: Desk, shown: Map<string, Shown>): void {
  let isChanged = false
  for (const [uri, { version, signature }] of shown) {
    const document = desk.document(uri)
    if (!document) shown.delete(uri)
    if (!document || document.version !== version) continue
    const now = signatureOf(lensesIn(desk, uri, viewsIn(desk, desk.kept, uri)))
    if (now === signature) continue
    shown.set(uri, { version, signature: now })
    isChanged = true
  }
  // an editor that is about to end may not answer
  if (isChanged) desk.connection.sendRequest(CodeLensRefreshRequest.type).catch(() => undefined)
}

function signatureOf(found: readonly CodeLens[]): string {
  return found.map(({ command }) => command?.title).join('\n')
}

interface Place {
  readonly range: Range
  readonly commands: Map<string, Command>
}

/** None where the settings say so. */
function lensesIn(desk: Desk, uri: string, views: readonly View[]): CodeLens[] {
  if (!desk.settings(uri).codeLens) return []
  const places = new Map<number, Place>()
  for (const view of views) {
    for (const exposure of view.index.exposures) {
      const { node } = exposure.operation
      const span = node.file === view.sheet.file ? node.span : undefined
      const range = span && view.sheet.rangeOf(span.key ?? span.value)
      if (!span || !range) continue
      const start = (span.key ?? span.value).start
      const place = places.get(start) ?? { range, commands: new Map() }
      places.set(start, place)
      const command = commandFor(desk, view, exposure)
      if (!place.commands.has(command.title)) place.commands.set(command.title, command)
    }
  }
  return [...places.values()].flatMap(({ range, commands }) =>
    [...commands.values()].slice(0, MOST_AT_ONCE).map((command) => ({ range, command })),
  )
}

/** A lens without a command of the editor only shows its title. */
function commandFor(desk: Desk, { review }: View, exposure: Exposure): Command {
  const title = short(visible(review.result.withoutSecrets(exposureInShort(exposure))))
  if (!desk.clientCommands.includes(SHOW_EXPOSURE)) return { title, command: '' }
  return { title, command: SHOW_EXPOSURE, arguments: [review.uri, exposure.operation.label] }
}

function short(title: string): string {
  const characters = [...title.slice(0, LONGEST * 2)]
  return characters.length > LONGEST ? `${characters.slice(0, LONGEST).join('')}…` : title
}
