import { addDays, relativeName, ruleVocabulary } from '@specward/core'
import { PRESETS } from '@specward/rulesets'
import { CompletionItemKind } from 'vscode-languageserver'
import type { Desk, Review } from '../desk.ts'
import { asScalar, type Offer } from './completion-items.ts'
import { presetText } from './hover.ts'
import { childOf, type Entry, scalarOf } from './outline-entry.ts'
import { beside, type PolicyText, placeName } from './places.ts'
import { folderOf } from './policy-file.ts'

/** How many findings are offered at once. */
const MOST_FINDINGS = 200

/** Days that what somebody accepts holds when nothing else is said. */
const USUAL_DAYS = 90

/** What no schema knows: values that the workspace has, by the place of the entry that they are for. */
export function workspaceOffers(
  desk: Desk,
  text: PolicyText,
  entry: Entry,
  inFlow: boolean,
): readonly Offer[] {
  const place = placeName(entry)
  const names = (values: Iterable<string>, kind: CompletionItemKind = CompletionItemKind.Value): Offer[] =>
    [...new Set(values)].map((label) => ({ label, text: asScalar(label, inFlow), kind }))
  switch (place) {
    case 'waivers/*/operation':
    case 'attestations/*/operations/*':
    case 'policy/publicOperations/*/operation':
    case 'overrides/*/policy/publicOperations/*/operation':
      return names(operationsOf(reviewsFor(desk, text, entry)), CompletionItemKind.Method)
    case 'waivers/*/file':
      return names(filesOf(desk, text), CompletionItemKind.File)
    case 'attestations/*/document':
    case 'overrides/*/files/*':
    case 'exceptions/*/files/*':
    case 'problems/*/files':
      return names(documentsOf(desk, text), CompletionItemKind.File)
    case 'waivers/*/fingerprint':
      return fingerprintOffers(desk, text, entry)
    case 'waivers/*/expires':
    case 'exceptions/*/expires':
    case 'attestations/*/validUntil':
      return lastDays(desk, text)
    case 'waivers/*/created':
    case 'attestations/*/date':
      return today(desk)
    case 'waivers/*/owner':
    case 'waivers/*/approver':
    case 'exceptions/*/owner':
    case 'exceptions/*/approver':
    case 'attestations/*/by':
      return names(peopleIn(text))
    case 'extends/*':
      return PRESETS.map(({ name, purpose }) => ({
        label: `specward:${name}`,
        detail: purpose,
        about: presetText(`specward:${name}`),
        kind: CompletionItemKind.Module,
      }))
    default:
      return usualValues(text, entry, place, inFlow)
  }
}

/** The reviews of the descriptions that an entry can be about: of those that it names, where it names any. */
function reviewsFor(desk: Desk, text: PolicyText, entry: Entry): readonly Review[] {
  const item = entry.parent?.kind === 'list' ? entry.parent : entry
  const named = beside(text, item, 'file') ?? beside(text, item, 'document')
  const folder = folderOf(text.uri)
  const about = desk.kept.filter(({ files }) => files.some((file) => relativeName(folder, file) === named))
  return about.length > 0 ? about : desk.kept
}

function operationsOf(reviews: readonly Review[]): readonly string[] {
  return reviews
    .flatMap(({ understood, result }) =>
      understood
        ? understood.model.select('operation').map(({ label }) => label)
        : result.report.findings.flatMap(({ operations }) => operations),
    )
    .sort()
}

function documentsOf(desk: Desk, { uri }: PolicyText): readonly string[] {
  return desk.kept.map((review) => relativeName(folderOf(uri), review.uri)).sort()
}

function filesOf(desk: Desk, text: PolicyText): readonly string[] {
  const all = desk.kept.flatMap(({ files }) => files.map((file) => relativeName(folderOf(text.uri), file)))
  return [...documentsOf(desk, text), ...all.sort()]
}

/** Fingerprints of what nobody has accepted yet. */
function fingerprintOffers(desk: Desk, text: PolicyText, entry: Entry): readonly Offer[] {
  const rule = beside(text, entry, 'rule')
  const offers = new Map<string, Offer>()
  for (const { result } of reviewsFor(desk, text, entry)) {
    for (const { fingerprint, ruleId, suppressed, file, range, message } of result.report.findings) {
      if (suppressed || (rule !== undefined && rule !== ruleId) || offers.size >= MOST_FINDINGS) continue
      const detail = `${ruleId} at ${file}:${range.start.line}`
      offers.set(fingerprint, {
        label: fingerprint,
        text: asScalar(fingerprint, false),
        detail,
        about: message,
      })
    }
  }
  return [...offers.values()]
}

function lastDays(desk: Desk, { uri }: PolicyText): readonly Offer[] {
  const now = desk.options.today?.()
  if (now === undefined) return []
  const folder = folderOf(uri)
  const limits = desk.kept.flatMap(({ result }) =>
    result.documents
      .filter(({ config }) => config?.startsWith(folder))
      .flatMap(({ policy }) => Object.values(policy.waivers?.longest ?? {})),
  )
  const most = uri.endsWith('waivers.yaml') ? Math.min(...limits, USUAL_DAYS) : USUAL_DAYS
  return [...new Set([most, Math.min(30, most)])].map((days) => ({
    label: addDays(now, days),
    detail: `in ${days} days`,
    isDefault: days === most,
  }))
}

function today(desk: Desk): readonly Offer[] {
  const now = desk.options.today?.()
  return now === undefined ? [] : [{ label: now, detail: 'today' }]
}

/** Those who answer for other entries of the file. */
function peopleIn({ outline }: PolicyText): readonly string[] {
  const keys = ['owner', 'approver', 'by']
  return outline.entries
    .filter(({ name }) => keys.includes(name))
    .flatMap((entry) => scalarOf(outline.text, entry) ?? [])
    .filter((name) => name.trim() !== '')
}

/** Values that a fact of a rule of one's own usually has. */
function usualValues(text: PolicyText, entry: Entry, place: string, inFlow: boolean): readonly Offer[] {
  const fact = /^rules\/[^/]+\/where\/([^/]+)(?:\/\*)?$/.exec(place)?.[1]
  if (fact === undefined) return []
  const holder = entry.parent?.kind === 'list' ? entry.parent.parent : entry.parent
  const select = childOf(holder?.parent, 'select')
  const concept = select && scalarOf(text.outline.text, select)
  const known = ruleVocabulary().concepts.find(({ name }) => name === concept)
  const usual = known?.facts.find(({ name }) => name === fact)?.usual ?? []
  return usual.map((label) => ({ label, text: asScalar(label, inFlow) }))
}
