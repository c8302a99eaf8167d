import type { Desk } from './folder.ts'

/** One thing that somebody does, in about a second. */
export interface Step {
  (): Promise<void> | void
  /** True where a text can be read before it, and cannot after it. */
  readonly breaks?: boolean
}

/** What somebody does in half an hour on the files of the shop; the same for the same seed. */
export function* halfHour(desk: Desk, seed: number): Generator<Step> {
  const random = randomFrom(seed)
  const pick = <Item>(items: readonly Item[]): Item => {
    const item = items[Math.floor(random() * items.length)]
    if (item === undefined) throw new Error('nothing to pick from')
    return item
  }
  let operations = 0
  const tasks: readonly (() => Iterable<Step>)[] = [
    () => typesWords(desk, pick(DOCUMENTS), pick(WORDS), random()),
    () => addsOperation(desk, pick(['paths/orders.yaml', 'paths/order.yaml']), pick(OPERATIONS)),
    () => addsPath(desk, `/extra-${operations++}`),
    () => breaksAndMends(desk, pick(DOCUMENTS), pick(BREAKS), random()),
    () => breaksAndUndoes(desk, pick(DOCUMENTS), pick(BREAKS), random()),
    () => switches(desk, pick(DOCUMENTS), random() < 0.5),
    () => replaces(desk, pick(SWAPS)),
    () => replaces(desk, pick(SWAPS)),
    () => editsPolicy(desk, pick(POLICIES), random() < 0.5),
    () => editsWaivers(desk, pick(WAIVERS), random() < 0.5),
    () => writesOutside(desk, 'rules/house.spectral.yaml', pick(['error', 'warn', 'info', 'hint'])),
    () =>
      deletesAndRecreates(
        desk,
        pick(['schemas/order.yaml', 'paths/customers.yaml', 'schemas/customer.yaml']),
      ),
    () => renames(desk, 'schemas/customer.yaml', 'schemas/person.yaml'),
    () => beginsAFile(desk, 'schemas/invoice.yaml'),
  ]
  for (const name of ['openapi.yaml', 'paths/orders.yaml']) yield () => desk.show(name)
  for (;;) yield* pick(tasks)()
}

const DOCUMENTS = [
  'openapi.yaml',
  'paths/orders.yaml',
  'paths/order.yaml',
  'paths/customers.yaml',
  'schemas/order.yaml',
  'schemas/customer.yaml',
]
const WORDS = ['# to be discussed', '# see the wiki: it tells more', '# ok', '# {not} [yet]']
const BREAKS = ['  broken: [', '"', ' - : -', '\tx: 1', 'a: b: c', '}']
const SWAPS: readonly (readonly [file: string, one: string, other: string])[] = [
  ['openapi.yaml', 'http://eu.shop', 'https://eu.shop'],
  ['openapi.yaml', 'in: query', 'in: header'],
  ['openapi.yaml', '- login: [read]', '- login: []'],
  ['openapi.yaml', 'title: Shop', 'title: The shop'],
  ['paths/orders.yaml', 'security: []', 'security: [{ login: [write] }]'],
  ['paths/orders.yaml', 'operationId: listOrders', 'operationId: List_Orders'],
  ['paths/order.yaml', 'format: uuid', 'format: int32'],
  ['paths/customers.yaml', '- key: []', '- login: [read]'],
  ['schemas/order.yaml', '{ $ref: customer.yaml }', '{ $ref: nowhere.yaml }'],
  ['schemas/customer.yaml', 'format: email', 'format: e-mail'],
]
const OPERATIONS = [
  ['put:', '  operationId: replaceIt', '  responses:', "    '204': { description: Done }"],
  [
    'patch:',
    '  security: []',
    '  operationId: Change_It',
    '  responses:',
    "    '200':",
    '      description: x',
  ],
  ['head:', '  responses: { }'],
]
const POLICIES: readonly (readonly [one: string, other: string])[] = [
  ['require-429-response: off', 'require-429-response: warn'],
  ['no-free-form-query: off', 'no-free-form-query: error'],
  ['specward:recommended', 'specward:strict'],
  ['specward:recommended', 'specward:nowhere'],
  ['rules:\n', 'rules:\n  no-anonymous-write: hint\n'],
  ['rules:\n', 'rules:\n  no-such-rule: error\n'],
]
const WAIVERS = [
  '  - { rule: no-anonymous-write, operation: POST /orders, reason: Known, owner: Jane, expires: 2099-01-01 }\n',
  '  - { rule: require-pagination, reason: Few, owner: Jane, expires: 2099-01-01 }\n',
  '  - { rule: no-such-rule, reason: Few, owner: Jane, expires: 2099-01-01 }\n',
  '  - { rule: no-anonymous-write, reason: Known, owner: Jane, expires: 2020-01-01 }\n',
]

/** Types a comment behind a line, some characters at a time. */
function* typesWords(desk: Desk, name: string, words: string, where: number): Iterable<Step> {
  yield () => desk.show(name)
  yield () => desk.edit(name, lineEndNear(desk, name, where), 0, '\n')
  const at = lineEndNear(desk, name, where)
  for (let done = 0; done < words.length; done += 3) {
    yield () => desk.edit(name, at + 1 + done, 0, words.slice(done, done + 3))
  }
  yield () => desk.save(name)
}

function* addsOperation(desk: Desk, name: string, lines: readonly string[]): Iterable<Step> {
  yield () => desk.show(name)
  if (desk.open.get(name)?.includes(`\n${lines[0]}`)) {
    const text = desk.open.get(name) ?? ''
    const begin = text.indexOf(`\n${lines[0]}`) + 1
    yield () => desk.edit(name, begin, text.length - begin, '')
    return
  }
  for (const line of lines) yield () => desk.edit(name, (desk.open.get(name) ?? '').length, 0, `${line}\n`)
  yield () => desk.save(name)
}

function* addsPath(desk: Desk, path: string): Iterable<Step> {
  const [name, mark] = ['openapi.yaml', 'paths:\n']
  yield () => desk.show(name)
  const lines = [`  ${path}:\n`, '    delete:\n', "      responses: { '204': { description: Gone } }\n"]
  let done = ''
  for (const line of lines) {
    const before = done
    done += line
    yield () => desk.edit(name, end(desk, name, mark + before), 0, line)
  }
  if (path.endsWith('0')) yield () => desk.save(name)
}

function* breaksAndMends(desk: Desk, name: string, fault: string, where: number): Iterable<Step> {
  yield () => desk.show(name)
  let at = 0
  yield breaking(() => {
    at = lineEndNear(desk, name, where)
    desk.edit(name, at, 0, `\n${fault}`)
  })
  yield () => desk.save(name)
  yield () => desk.edit(name, 0, 0, '# amid\n')
  yield () => desk.edit(name, at + '# amid\n'.length, fault.length + 1, '')
  yield () => desk.edit(name, 0, '# amid\n'.length, '')
  yield () => desk.save(name)
}

function* breaksAndUndoes(desk: Desk, name: string, fault: string, where: number): Iterable<Step> {
  yield () => desk.show(name)
  yield breaking(() => desk.edit(name, lineEndNear(desk, name, where), 0, `\n${fault}`))
  yield () => desk.edit(name, 0, 0, '# amid\n')
  yield () => desk.undo(name)
  yield () => desk.undo(name)
}

function* switches(desk: Desk, name: string, saves: boolean): Iterable<Step> {
  if (!desk.open.has(name)) {
    yield () => desk.show(name)
    return
  }
  if (saves) yield () => desk.save(name)
  yield () => desk.close(name)
}

function* replaces(desk: Desk, [name, one, other]: readonly [string, string, string]): Iterable<Step> {
  yield () => desk.show(name)
  yield () => swap(desk, name, one, other)
}

function* editsPolicy(
  desk: Desk,
  [one, other]: readonly [string, string],
  inEditor: boolean,
): Iterable<Step> {
  const name = 'specward.yaml'
  if (inEditor) {
    yield () => desk.show(name)
    yield () => swap(desk, name, one, other)
    yield () => desk.save(name)
    yield () => swap(desk, name, one, other)
    yield () => desk.save(name)
    yield () => desk.close(name)
    return
  }
  const text = desk.disk.get(name) ?? ''
  yield () =>
    desk.write(
      name,
      text.replace(one, () => other),
    )
  yield () => desk.write(name, text)
}

function* editsWaivers(desk: Desk, entry: string, inEditor: boolean): Iterable<Step> {
  const name = 'specward.waivers.yaml'
  const before = desk.disk.get(name) ?? ''
  if (!inEditor)
    yield () => desk.write(name, before.includes(entry) ? before.replace(entry, () => '') : before + entry)
  else {
    yield () => desk.show(name)
    for (const part of [entry.slice(0, 20), entry.slice(20, 50), entry.slice(50)])
      yield () => desk.edit(name, (desk.open.get(name) ?? '').length, 0, part)
    yield () => desk.save(name)
    yield () => desk.write(name, before)
    yield () => desk.edit(name, before.length, entry.length, '')
    yield () => desk.close(name)
  }
}

function* writesOutside(desk: Desk, name: string, severity: string): Iterable<Step> {
  yield () => desk.write(name, (desk.disk.get(name) ?? '').replace(/severity: \w+/, `severity: ${severity}`))
}

function* deletesAndRecreates(desk: Desk, name: string): Iterable<Step> {
  const text = desk.disk.get(name)
  if (text === undefined) return
  yield () => desk.remove(name)
  yield () => desk.show('paths/order.yaml')
  yield () => desk.write(name, text)
}

/** Renames a file, and the reference to it afterwards; and back. */
function* renames(desk: Desk, one: string, other: string): Iterable<Step> {
  const [from, to] = desk.disk.has(one) ? [one, other] : [other, one]
  const text = desk.disk.get(from)
  if (text === undefined) return
  const [was, is] = [from, to].map((name) => name.replace('schemas/', '')) as [string, string]
  if (desk.open.has(from)) yield () => desk.close(from)
  yield () => desk.remove(from)
  yield () => desk.write(to, text)
  for (const [name, before] of desk.texts) {
    if (!before.includes(was) || name === to) continue
    yield () => desk.show(name)
    yield () => swap(desk, name, was, is)
    yield () => desk.save(name)
  }
}

function* beginsAFile(desk: Desk, name: string): Iterable<Step> {
  yield () => desk.show(name)
  yield () => desk.edit(name, (desk.open.get(name) ?? '').length, 0, 'type: object\n')
  if (!desk.disk.has(name)) yield () => desk.save(name)
  yield () => desk.edit(name, 0, (desk.open.get(name) ?? '').length, 'type: string\n')
  yield () => desk.close(name)
}

function breaking(step: () => void): Step {
  return Object.assign(step, { breaks: true })
}

/** Puts one text in place of another one, whichever is there. */
function swap(desk: Desk, name: string, one: string, other: string): void {
  const text = desk.open.get(name) ?? ''
  const [from, to] = text.includes(other) ? [other, one] : [one, other]
  const at = text.indexOf(from)
  if (at >= 0) desk.edit(name, at, from.length, to)
}

function end(desk: Desk, name: string, mark: string): number {
  const at = (desk.open.get(name) ?? '').indexOf(mark)
  return at < 0 ? 0 : at + mark.length
}

/** The end of a line about so far down a text (0 to 1). */
function lineEndNear(desk: Desk, name: string, where: number): number {
  const text = desk.open.get(name) ?? ''
  const at = text.indexOf('\n', Math.floor(where * text.length))
  return at < 0 ? text.length : at
}

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
