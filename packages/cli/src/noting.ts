import { type Host, hostBy } from '@specward/core'

/** The same host, which notes what it is asked to read. */
export function noting(host: Host, read: Set<string>): Host {
  return hostBy(host, {
    read(uri, options) {
      read.add(uri)
      return host.read(uri, options)
    },
  })
}
