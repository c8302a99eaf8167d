import { count } from '../../count.ts'
import { groupBy } from '../../group.ts'
import type { AssessedDocument, ExposedField, ExposedOperation } from '../assessment.ts'
import { bar } from './controls.ts'
import { breakable, type Html, html, NOTHING, prose } from './markup.ts'
import { badge, CALLER_ORDER, CALLERS, icon, TRANSPORTS, type Transport } from './words.ts'

/** Alternatives and fields that are shown at once. */
const SHOWN = 4

/** Every operation of a document, the most exposed first. */
export function exposureSection(document: AssessedDocument, index: number): Html {
  const { exposure } = document
  if (exposure.length === 0) return html`<p class="none">There are no operations.</p>`
  const common = commonServers(exposure)
  const ranked = exposure.map((operation, at) => ({ operation, at, rank: rankOf(operation) }))
  ranked.sort((a, b) => b.rank - a.rank || a.at - b.at)
  return html`${summary(exposure)}${serversNote(common)}
<div role="table" class="map" aria-label="Operations of ${document.file}" aria-rowcount="${exposure.length + 1}">
<div role="rowgroup" class="mh"><div role="row"><span role="columnheader">Operation</span><span role="columnheader">Who may call it</span><span role="columnheader">Over what</span><span role="columnheader">Sensitive data in</span><span role="columnheader">Sensitive data out</span><span role="columnheader">Findings</span></div></div>
<div role="rowgroup" class="mb">
${ranked.map(({ operation, at, rank }) => row(operation, at, rank, index, common))}</div></div>`
}

/** The more, the more exposed: who may call decides first, then transport, then what is at stake. */
function rankOf(operation: ExposedOperation): number {
  const callers = (CALLER_ORDER.length - CALLER_ORDER.indexOf(operation.callers)) * 1000
  // what the organisation has decided to leave open comes after what nobody has decided
  const meant = operation.intended?.by === 'policy' ? -500 : 0
  const transport = ['plaintext', 'mixed'].includes(transportOf(operation)) ? 400 : 0
  const inUrl = operation.takes.some(({ where }) => where === 'query' || where === 'path') ? 100 : 0
  const kinds = new Set([...operation.takes, ...operation.returns].map(({ kind }) => kind)).size
  return callers + meant + transport + inUrl + kinds * 40 + (operation.changesData ? 20 : 0)
}

export function transportOf({ servers }: Pick<ExposedOperation, 'servers'>): Transport {
  if (servers.length === 0) return 'none'
  const plain = servers.filter(({ encrypted }) => encrypted === false).length
  if (plain > 0) return plain === servers.length ? 'plaintext' : 'mixed'
  return servers.every(({ encrypted }) => encrypted === true) ? 'encrypted' : 'unknown'
}

function summary(exposure: readonly ExposedOperation[]): Html {
  const counts = CALLER_ORDER.map((callers) => ({
    look: CALLERS[callers],
    number: exposure.filter((each) => each.callers === callers).length,
  })).filter(({ number }) => number > 0)
  const tells = (word: string, test: (operation: ExposedOperation) => boolean): Html => {
    const number = exposure.filter(test).length
    return number > 0 ? html`<li><strong>${number}</strong> ${word}</li>` : NOTHING
  }
  return html`${bar(counts.map(({ look, number }) => [look.tone, number]))}<ul class="leg" aria-label="Who may call">${counts.map(
    ({ look, number }) => html`<li>${badge(look, `${number} ${look.word}`)}</li>`,
  )}${tells('change data', ({ changesData }) => changesData)}${tells('take sensitive data', ({ takes }) => takes.length > 0)}${tells('give out sensitive data', ({ returns }) => returns.length > 0)}${tells('deprecated', ({ isDeprecated }) => isDeprecated)}</ul>`
}

const keyOf = ({ servers }: ExposedOperation): string => servers.map(({ url }) => url).join('\n')

/** The servers that most operations have; rows tell of theirs only where they differ. */
function commonServers(exposure: readonly ExposedOperation[]): readonly ExposedOperation[] {
  return [...groupBy(exposure, keyOf).values()].reduce((most, each) =>
    each.length > most.length ? each : most,
  )
}

function serversNote([first]: readonly ExposedOperation[]): Html {
  if (!first || first.servers.length === 0) return NOTHING
  return html`<p class="srv">Unless a row says otherwise, over ${serverList(first.servers, true)}</p>`
}

/** @param isTold whether each has to say itself if it is encrypted */
function serverList(servers: ExposedOperation['servers'], isTold: boolean): Html {
  const all = servers.map(({ url, encrypted }) => {
    const transport = encrypted === null ? 'unknown' : encrypted ? 'encrypted' : 'plaintext'
    return html`<span class="url"><code>${breakable(url)}</code>${isTold ? badge(TRANSPORTS[transport]) : NOTHING}</span>`
  })
  return html`<span class="urls">${firstOf(all, (more) => `and ${more} more`)}</span>`
}

/** A few, and the others behind a summary. */
function firstOf(all: readonly Html[], name: (more: number) => string): Html {
  const [shown, rest] = [all.slice(0, SHOWN), all.slice(SHOWN)]
  if (rest.length === 0) return html`${shown}`
  return html`${shown}<details class="more"><summary>${name(rest.length)}</summary>${rest}</details>`
}

function row(
  operation: ExposedOperation,
  at: number,
  rank: number,
  index: number,
  [common]: readonly ExposedOperation[],
): Html {
  const { operation: label, callers, servers, takes, returns, changesData } = operation
  const transport = transportOf(operation)
  const isOwn = common !== undefined && keyOf(common) !== keyOf(operation) && servers.length > 0
  const number = operation.findings.length
  const attributes = html`data-c="${callers}" data-t="${transport}" data-k="${rank}" data-n="${number}" data-at="${at}" data-op="${label}"${changesData ? html` data-w` : NOTHING}`
  const found =
    number === 0
      ? html`<span class="mut">none</span>`
      : html`<a href="#findings" data-op="${label}" aria-label="${count(number, 'finding')} of ${label}">${count(number, 'finding')}</a>`
  return html`<div role="row" class="op" id="op-${index}-${at}" ${attributes}><span role="rowheader" class="o">${nameOf(operation)}</span>${cell('Who may call it', html`${badge(CALLERS[callers])}${requirements(operation)}`)}${cell('Over what', html`${badge(TRANSPORTS[transport])}${isOwn ? serverList(servers, transport === 'mixed') : NOTHING}`)}${cell('Sensitive data in', chips(takes))}${cell('Sensitive data out', chips(returns))}${cell('Findings', found)}</div>
`
}

/** @param column its name, which narrow screens show in the cell */
function cell(column: string, content: Html): Html {
  return html`<span role="cell" data-h="${column}">${content}</span>`
}

/** `GET /users/{id}` in its parts, with what else is to be known of it. */
function nameOf({ operation, kind, changesData, isDeprecated, intended, tags }: ExposedOperation): Html {
  const words = operation.split(' ')
  const isOutward = kind === 'webhook' || kind === 'callback'
  const method = isOutward ? (words.at(-1) ?? '') : (words[0] ?? '')
  const path = (isOutward ? words.slice(1, -1) : words.slice(1)).join(' ')
  const facts = [
    isOutward ? kind : '',
    changesData ? 'changes data' : '',
    isDeprecated ? 'deprecated' : '',
    tags.length > 0 ? tags.join(', ') : '',
  ].filter((fact) => fact !== '')
  return html`<span class="m${changesData ? ' w' : ''}">${method}</span> <code>${breakable(path)}</code>${facts.length > 0 ? html`<span class="sub">${facts.join(' · ')}</span>` : NOTHING}${intended ? html`<span class="sub">Meant to be public, says the ${intended.by}: ${intended.reason}</span>` : NOTHING}`
}

/** What the alternatives ask for; of an open operation, why it is open. */
function requirements({ callers, because, requires }: ExposedOperation): Html {
  const asked = requires.filter((each) => each.length > 0)
  const ways = asked.map((each) => html`<span class="way">${each.join(' and ')}</span>`)
  const why =
    callers === 'authenticated' && asked.length > 0
      ? NOTHING
      : html`<span class="sub">${prose(because)}</span>`
  return html`${ways.length > 0 ? html`<span class="ways">${firstOf(ways, (more) => `or ${count(more, 'other way')}`)}</span>` : NOTHING}${why}`
}

/** Sensitive fields by the kind of their data and the places at which they travel. */
function chips(fields: readonly ExposedField[]): Html {
  if (fields.length === 0) return html`<span class="mut">none known</span>`
  const places = [...groupBy(fields, ({ kind, name }) => JSON.stringify([kind, name])).values()].flatMap(
    (of) => {
      const [first] = of
      return first
        ? [{ ...first, where: [...new Set(of.map(({ where }) => shortPlace(where)))].join(', ') }]
        : []
    },
  )
  const byKind = groupBy(places, ({ kind }) => kind)
  return html`${[...byKind].map(
    ([kind, of]) =>
      html`<span class="chip ${kind}"><span class="kd">${icon(KIND_ICONS[kind] ?? 'info')}${kind}</span>${[
        ...groupBy(of, ({ where }) => where),
      ].map(([where, at]) => namesMarkup(where, at))}</span>`,
  )}`
}

/** `200` for `response 200`: the column says which way it goes. */
function shortPlace(where: string): string {
  return where.replace(/^response /, '')
}

const KIND_ICONS: Readonly<Record<string, 'lock' | 'info' | 'half'>> = {
  credential: 'lock',
  personal: 'info',
  financial: 'half',
}

function namesMarkup(where: string, fields: readonly ExposedField[]): Html {
  const names = fields.map(({ name }) => html`<code>${breakable(name)}</code> `)
  return html`<span class="fd"><span class="at">${where}</span> ${firstOf(names, (more) => `and ${more} more`)}</span>`
}
