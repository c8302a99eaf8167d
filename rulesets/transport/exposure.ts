import type { Model, Node, Server, ServerExpansion } from '@specward/core'

/**
 * - `protected`: over TLS, or never leaving the machine.
 * - `exposed`: unencrypted over a network.
 * - `private`: unencrypted within a network that others may protect.
 * - `unknown`: the description does not say.
 */
export type Exposure = 'protected' | 'exposed' | 'private' | 'unknown'

/** Whether somebody on the way can read what travels to the server. */
export function exposureOf({ transport, reach }: ServerExpansion): Exposure {
  if (transport === 'unknown') return 'unknown'
  if (transport === 'tls' || reach === 'loopback') return 'protected'
  return reach === 'private' ? 'private' : 'exposed'
}

/** True for the first of the server's URLs that one line decides in one way, so that each line is reported once. */
export function isFirstOfLine(expansion: ServerExpansion): boolean {
  const { server } = expansion
  let firsts = firstsOfLines.get(server)
  if (!firsts) {
    const seen = new Map<Node, Set<Exposure>>()
    const found = server.expansions.filter((each) => {
      const told = seen.get(each.decidedBy) ?? new Set()
      seen.set(each.decidedBy, told)
      return told.size !== told.add(exposureOf(each)).size
    })
    firsts = new Set(found)
    firstsOfLines.set(server, firsts)
  }
  return firsts.has(expansion)
}

const firstsOfLines = new WeakMap<Server, ReadonlySet<ServerExpansion>>()

/** What servers have in common that operations name alike, each for itself; undefined for any other server. */
export function ownKeyOf({ server, url, protocol }: ServerExpansion): string | undefined {
  return server.level === 'operation' ? JSON.stringify([server.template, url, protocol]) : undefined
}

/** An exposed URL, with those that other operations name alike, each for itself; in the order of the document. */
export function alikeOf(expansion: ServerExpansion, model: Model): readonly ServerExpansion[] {
  const key = ownKeyOf(expansion)
  if (key === undefined) return [expansion]
  let groups = alikeByModel.get(model)
  if (!groups) {
    groups = new Map<string, ServerExpansion[]>()
    for (const each of model.select('server')) {
      const own = ownKeyOf(each)
      if (own === undefined || exposureOf(each) !== 'exposed' || !isFirstOfLine(each)) continue
      const group = groups.get(own)
      if (group) group.push(each)
      else groups.set(own, [each])
    }
    alikeByModel.set(model, groups)
  }
  return groups.get(key) ?? [expansion]
}

const alikeByModel = new WeakMap<Model, Map<string, ServerExpansion[]>>()

/** Whether the server has a URL over which everybody on the way can read what is sent. */
export function isExposed(server: Server): boolean {
  const known = exposed.get(server)
  if (known !== undefined) return known
  const found = server.expansions.some((each) => exposureOf(each) === 'exposed')
  exposed.set(server, found)
  return found
}

const exposed = new WeakMap<Server, boolean>()

/** Why an unencrypted server within a private network is not judged; a clause. */
export function privateBecause({ url, host }: ServerExpansion): string {
  return `\`${url}\` is unencrypted, but \`${host}\` is a private host: whether something else protects its traffic, the description cannot say`
}

/** Why the transport is not known; a clause. */
export function unknownBecause({ because, url }: ServerExpansion): string {
  return because ?? `nothing says how \`${url}\` is reached`
}
