import {
  append,
  classifyName,
  type Facts,
  type Model,
  type Node,
  type Sensitivity,
  tokens,
} from '@specward/core'
import { passwordFormatsIn, randomIn } from './candidates.ts'
import { findSecrets, SECRET_HINT } from './find.ts'
import { secretLiteralsIn } from './literals.ts'
import { isMarked } from './marked.ts'
import { isLifelike, isLifelikePassword, PROSE, VALUE } from './random.ts'
import { isFollowed } from './userinfo.ts'
import { placeOfValue, type ValuePlace } from './value-place.ts'

/** A value that looks as random as a credential, where a credential belongs. */
export interface Lifelike {
  readonly node: Node
  /** The credential itself, without the scheme or the name of a cookie before it. */
  readonly secret: string
  readonly standing: ValuePlace['standing']
  readonly name: string
  /** In words, for a message: `API key`. */
  readonly term: string
}

const known = new WeakMap<Model, readonly Lifelike[]>()

/** All of them, those that no format tells; looked for once. */
export function lifelikeIn(model: Model, facts: Facts): readonly Lifelike[] {
  let found = known.get(model)
  if (!found) {
    found = look(model, facts)
    known.set(model, found)
  }
  return found
}

function look(model: Model, facts: Facts): readonly Lifelike[] {
  const found: Lifelike[] = []
  let marked: ReadonlySet<string> | undefined
  const isLikely = remembering(isLifelike)
  const formed = new Set(secretLiteralsIn(model).map(({ literal }) => literal.node))
  for (const { node, value } of randomIn(model)) {
    const secret = VALUE.exec(value)?.[1]
    if (secret === undefined) {
      append(found, inProse(node, value, facts))
      continue
    }
    if (!isLikely(secret)) continue
    const place = placeOfValue(node)
    if (!place || isDerived(place.name)) continue
    marked ??= namesMarked(model)
    const term = termFor(place, facts, marked)
    if (term === undefined || formed.has(node) || hasForm(value)) continue
    found.push({ node, secret, standing: place.standing, name: place.name, term })
  }
  return [...found, ...passwordsIn(model, facts)]
}

/** Keys below which values are in force. */
const IN_FORCE = /^(?:default|const|enum|links|variables|x-.*)$/

/** Shorter than a key, a password is told by its name. */
function passwordsIn(model: Model, { sensitiveNames }: Facts): readonly Lifelike[] {
  const texts = model.stringsWith(/^(?=[^0-9]{0,40}[0-9])(?=[^A-Z]{0,40}[A-Z])\S{8,40}$/, 8, IN_FORCE)
  return texts.flatMap(({ node, value }): Lifelike[] => {
    // what is as long as a key is found among the keys
    if (!isLifelikePassword(value) || (VALUE.test(value) && isLifelike(value))) return []
    const place = placeOfValue(node)
    if (place?.standing !== 'in-force' || isDerived(place.name)) return []
    const sensitivity = classifyName(place.name, sensitiveNames)
    if (sensitivity?.term !== 'password' || sensitivity.confidence !== 'certain') return []
    const { standing, name } = place
    return hasForm(value) ? [] : [{ node, secret: value, standing, name, term: sensitivity.term }]
  })
}

/** The same few values stand in a description again and again. */
function remembering(judge: (value: string) => boolean): (value: string) => boolean {
  const judged = new Map<string, boolean>()
  return (value) => {
    const before = judged.get(value)
    if (before !== undefined) return before
    const now = judge(value)
    judged.set(value, now)
    return now
  }
}

const FORMED = new RegExp(SECRET_HINT)

/** True for a secret that `no-secret-literal` reports. */
function hasForm(text: string): boolean {
  return FORMED.test(text) && findSecrets(text).length > 0
}

/** A text is there to be read, wherever it stands; a URL is there to be called. */
function standingOfText(node: Node, text: string): ValuePlace['standing'] {
  if (isFollowed(node)) return 'in-force'
  return /^[a-z][a-z0-9+.-]{0,20}:\/\/\S+$/i.test(text)
    ? (placeOfValue(node)?.standing ?? 'example')
    : 'example'
}

function inProse(node: Node, text: string, { sensitiveNames }: Facts): readonly Lifelike[] {
  return [...text.matchAll(PROSE)].flatMap(([whole, name = '', secret = '']) => {
    if (!isLifelike(secret)) return []
    const sensitivity = classifyName(name, sensitiveNames)
    if (sensitivity?.dataClass !== 'credential' || hasForm(whole)) return []
    const standing = standingOfText(node, text)
    return [{ node, secret, standing, name, term: standing === 'example' ? 'credential' : sensitivity.term }]
  })
}

function termFor(
  { name, holder }: ValuePlace,
  { sensitiveNames }: Facts,
  marked: ReadonlySet<string>,
): string | undefined {
  // API Gateway: `integration.request.header.x-api-key`
  const sensitivity: Sensitivity | undefined =
    classifyName(name, sensitiveNames) ?? classifyName(name.slice(name.lastIndexOf('.') + 1), sensitiveNames)
  if (sensitivity?.dataClass === 'credential')
    return sensitivity.by === 'policy' ? 'credential' : sensitivity.term
  return marked.has(name) || (holder && isMarked(holder)) ? 'credential' : undefined
}

/** Names of which only the schema tells that they are credentials: by `format: password`, `x-secret`. */
function namesMarked(model: Model): ReadonlySet<string> {
  const names = new Set<string>()
  for (const { node } of passwordFormatsIn(model)) {
    if (node.parent?.parent?.key === 'properties') names.add(node.parent.key)
  }
  for (const { name, sensitivity } of model.select('property')) {
    if (sensitivity?.dataClass === 'credential' && sensitivity.by === 'annotation') names.add(name)
  }
  return names
}

/** What has been made of a credential, or tells it apart. */
const DERIVED: ReadonlySet<string> = new Set(
  'hash hashed digest sha md checksum fingerprint thumbprint etag encrypted masked id'.split(' '),
)

function isDerived(name: string): boolean {
  return tokens(name).some((word) => DERIVED.has(word))
}
