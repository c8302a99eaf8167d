import { type LookupAddress, type LookupOptions, lookup } from 'node:dns'
import type { IncomingMessage, RequestOptions } from 'node:http'
import { isIP } from 'node:net'
import { pipeline } from 'node:stream'
import type { ReadResult } from '@specward/core'
import { type Reach, reachOf } from './addresses.ts'
import { collect, SIZE_LIMIT, tooLarge } from './limit.ts'
import { reasonOf } from './local.ts'

/** How long a server may take, in milliseconds. */
export interface NetworkLimits {
  /** Until the head of its answer is there. */
  readonly firstByte: number
  /** All together, redirects included. */
  readonly total: number
}

export const NETWORK_LIMITS: NetworkLimits = { firstByte: 10_000, total: 30_000 }

const REDIRECT_LIMIT = 5
const HEADER_LIMIT = 64 * 1024

export interface DownloadOptions {
  /** Addresses that may be connected to besides public ones. */
  readonly mayReach: 'public' | 'private' | 'anything'
  /** Values of the `Authorization` header by the URL that they were given for; sent to its origin alone. */
  readonly credentials?: ReadonlyMap<string, string> | undefined
  readonly limits: NetworkLimits
  /** Finds the addresses of a name. */
  readonly lookup?: typeof lookup | undefined
}

/**
 * Fetches a URL that core asked for; follows redirects only on the host that was allowed. The address that was checked
 * is the one that is connected to. Proxies of the environment are not used: through one, nobody could tell where a
 * name leads.
 */
export async function download(uri: string, options: DownloadOptions): Promise<ReadResult> {
  const signal = AbortSignal.timeout(options.limits.total)
  let url = new URL(uri)
  try {
    for (let hops = 0; hops <= REDIRECT_LIMIT; hops++) {
      if (url.username !== '' || url.password !== '') return refused('its URL holds a name or password')
      const response = await send(url, options, signal)
      const { statusCode: status = 0 } = response
      const { location } = response.headers
      if (status === 200 || status === 203) return await bodyOf(response)
      response.destroy()
      if (status >= 300 && status < 400 && location !== undefined) {
        const next = redirectOf(location, url)
        if ('refused' in next) return refused(next.refused)
        url = next.url
      } else return answerOf(status)
    }
    return refused('it redirects too often')
  } catch (error) {
    if (error instanceof Refused) return { error: 'private-address', detail: error.message }
    if (signal.aborted) return refused(`no answer within ${options.limits.total / 1000} s`)
    return refused(reasonOf(error))
  }
}

/** Where a redirect leads; it is followed on the same host, and never from https to http. */
export function redirectOf(
  location: string,
  from: URL,
): { readonly url: URL } | { readonly refused: string } {
  if (!URL.canParse(location, from.href)) return { refused: 'it redirects to what is no URL' }
  const url = new URL(location, from)
  if (url.host !== from.host || !/^https?:$/.test(url.protocol)) {
    return { refused: `it redirects to ${url.origin}, and redirects to other hosts are not followed` }
  }
  if (from.protocol === 'https:' && url.protocol !== 'https:') {
    return { refused: `it redirects to ${url.origin}, where nothing is encrypted` }
  }
  return { url }
}

/** The address of a host is none that may be connected to. */
class Refused extends Error {}

async function send(url: URL, options: DownloadOptions, signal: AbortSignal): Promise<IncomingMessage> {
  const isSecure = url.protocol === 'https:'
  const { request, Agent } = isSecure ? await import('node:https') : await import('node:http')
  // one of our own: the one that Node has for all may go through a proxy of the environment
  const agent = new Agent({ keepAlive: false })
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  if (isIP(host) !== 0) checkReach(host, host, options.mayReach)
  const settings: RequestOptions = {
    agent,
    signal,
    maxHeaderSize: HEADER_LIMIT,
    headers: {
      accept: '*/*',
      'accept-encoding': 'gzip',
      'user-agent': 'specward',
      ...headersFor(url, options.credentials),
    },
    lookup: (name, settings, done) => checkedLookup(name, settings, options, done),
  }
  return new Promise((resolve, reject) => {
    const sent = request(url, settings, resolve)
    const timer = setTimeout(
      () => sent.destroy(new Error(`no answer within ${options.limits.firstByte / 1000} s`)),
      options.limits.firstByte,
    )
    sent.once('response', () => clearTimeout(timer))
    sent.once('close', () => clearTimeout(timer))
    sent.once('error', reject)
    sent.end()
  })
}

type LookupDone = (
  error: NodeJS.ErrnoException | null,
  address: string | LookupAddress[],
  family?: number,
) => void

/** Every address of a name must be one that may be connected to: which of them is taken is not ours to say. */
function checkedLookup(
  name: string,
  settings: LookupOptions,
  options: DownloadOptions,
  done: LookupDone,
): void {
  const find = options.lookup ?? lookup
  find(name, { ...settings, all: true }, (error, addresses) => {
    if (error) return done(error, [])
    try {
      for (const { address } of addresses) checkReach(name, address, options.mayReach)
    } catch (refusal) {
      return done(refusal as Error, [])
    }
    const [first] = addresses
    if (settings.all) done(null, [...addresses])
    else done(null, first?.address ?? '', first?.family)
  })
}

const ALLOWED: Readonly<Record<DownloadOptions['mayReach'], readonly Reach[]>> = {
  public: ['public'],
  private: ['public', 'private'],
  anything: ['public', 'private', 'never'],
}

function checkReach(name: string, address: string, mayReach: DownloadOptions['mayReach']): void {
  const reach = reachOf(address)
  if (ALLOWED[mayReach].includes(reach)) return
  throw new Refused(
    reach === 'private'
      ? `\`${name}\` has an address of a private network`
      : `\`${name}\` has an address that is for no server of descriptions, such as the one of a cloud's metadata`,
  )
}

async function bodyOf(response: IncomingMessage): Promise<ReadResult> {
  const { 'content-encoding': encoding = 'identity', 'content-length': length } = response.headers
  const isPacked = /^(?:x-)?gzip$/i.test(encoding)
  if (!isPacked && encoding.toLowerCase() !== 'identity') {
    response.destroy()
    return refused(`it is packed as \`${encoding}\`, which nobody asked for`)
  }
  if (Number(length) > SIZE_LIMIT) {
    response.destroy()
    return tooLarge()
  }
  if (!isPacked) return collect(response)
  const { createGunzip } = await import('node:zlib')
  const unpacked = createGunzip()
  pipeline(response, unpacked, () => {})
  return collect(unpacked)
}

function answerOf(status: number): ReadResult {
  if (status === 404 || status === 410) return { error: 'not-found', detail: `HTTP ${status}` }
  if (status !== 401 && status !== 403) return refused(`HTTP ${status}`)
  return refused(
    `HTTP ${status}, the server wants you to sign in; fetch it yourself and pipe it, as in \`curl … | specward lint -\``,
  )
}

function refused(detail: string): ReadResult {
  return { error: 'unreadable', detail }
}

/** Credentials go to the URL that they were given for, and to others of its origin. */
function headersFor(
  url: URL,
  credentials: DownloadOptions['credentials'] = new Map(),
): Record<string, string> {
  const known = [...credentials]
  const authorization = (known.find(([given]) => given === url.href) ??
    known.find(([given]) => new URL(given).origin === url.origin))?.[1]
  return authorization === undefined ? {} : { authorization }
}
