import {
  defineRule,
  type Fix,
  type Format,
  type Node,
  type Server,
  type ServerExpansion,
} from '@specward/core'
import { insert, set } from '../edits.ts'
import { addressNode } from './server-parts.ts'

export default defineRule({
  id: 'no-invalid-server-url',
  title: 'A server URL does not lead where it seems to.',
  why: 'Clients read what stands there by the rules of URLs, not as it was meant: a host without protocol is a path on whatever host the description came from, and requests with their credentials go there.',
  fix: 'Write the whole URL in OpenAPI 3: `https://api.acme.com/v1`. In AsyncAPI, `protocol` is a field of its own, and in version 3 `host` and `pathname` are as well. Where only the caller knows the host, use a server variable for it.',
  presets: { recommended: 'warn', strict: 'warn' },
  formats: ['oas3', 'asyncapi'],
  references: {
    owasp: ['API8:2023'],
    cwe: [1286],
    controls: ['INV-3'],
    specifications: [
      'RFC 3986, section 4.2',
      'OpenAPI 3.1.1, section 4.8.5',
      'AsyncAPI 3.0.0, Server Object',
    ],
  },
  falsePositives:
    '`host` of OpenAPI 2.0 is judged by `spec-conformance`. Names to fill in, such as `<host>`, are judged by `no-placeholder-server`.',
  select: 'server',
  check(expansion, { report, notApplicable, model, format }) {
    const { server } = expansion
    const fault = faultOf(expansion, format)
    if (fault === undefined) return
    if (firstFaulty(expansion, format) !== expansion) return notApplicable()
    const at = pathInHost(expansion, format) ?? addressNode(server, model.document)
    const what =
      expansion.url === server.template ? expansion.url : `${server.template}\` as \`${expansion.url}`
    report({ at, message: `Server \`${what}\` ${fault}.`, fix: fixFor(expansion, at, fault) })
  },
  examples: {
    bad: [
      {
        title: 'A host without protocol is a relative path',
        text: `
servers:
  - url: api.acme.com/v1
#        ^^^^^^^^^^^^^^^
  - url: api.acme.com:8443
#        ^^^^^^^^^^^^^^^^^
`,
      },
      {
        title: 'A slip in the protocol, in a path item that is reached through `$ref`',
        text: `
paths:
  /orders: { $ref: '#/components/pathItems/Orders' }
components:
  pathItems:
    Orders:
      servers:
        - url: https:/orders.acme.com
#              ^^^^^^^^^^^^^^^^^^^^^^
      get:
        responses:
          '200': { description: OK }
`,
      },
      {
        title: 'A variable that brings its protocol along',
        text: `
servers:
  - url: https://{host}/v1
#        ^^^^^^^^^^^^^^^^^
    variables: { host: { default: 'https://api.acme.com' } }
  - url: https://api.acme.com:port
#        ^^^^^^^^^^^^^^^^^^^^^^^^^
  - url: https://api.acme.com:84430
#        ^^^^^^^^^^^^^^^^^^^^^^^^^^
`,
      },
      {
        title: 'AsyncAPI 2: the protocol twice',
        format: 'asyncapi2',
        text: `
servers:
  main:
    url: wss://wss://stream.acme.com
#        ^^^^^^^^^^^^^^^^^^^^^^^^^^^
    protocol: wss
`,
      },
      {
        title: 'AsyncAPI 3: `host` with a protocol and with a path',
        format: 'asyncapi3',
        text: `
servers:
  stream:
    host: wss://stream.acme.com
#         ^^^^^^^^^^^^^^^^^^^^^
    protocol: wss
  rest:
    host: api.acme.com/v1
#         ^^^^^^^^^^^^^^^
    protocol: https
`,
      },
    ],
    good: [
      {
        title: 'Whole URLs, and relative ones',
        text: `
servers:
  - url: https://{region}.acme.com:8443/v1
    variables: { region: { default: eu } }
  - url: wss://[2606:2800:220:1::1]:8443
  - url: /api/v1.2
  - url: ./v1
  - url: '{basePath}'
    variables: { basePath: { default: /v1 } }
  - url: https://{name of tenant}.acme.com
`,
      },
      {
        title: 'Near miss: a relative path with a dot in it',
        text: `
servers:
  - url: index.php/api
  - url: v1.0
`,
      },
      {
        title: 'Near miss: AsyncAPI 2 needs no protocol in the URL',
        format: 'asyncapi2',
        text: `
servers:
  main:
    url: kafka.acme.com:9093
    protocol: kafka-secure
`,
      },
    ],
  },
})

const HOSTLIKE =
  /^(?:localhost|(?:\d{1,3}\.){3}\d{1,3}|(?:[a-z0-9-]+\.)+(?:com|net|org|edu|gov|io|dev|app|cloud|ai|de|uk|fr|eu|us|ca|au|jp|br|in|nl|ch|it|es|se|no|info|biz))(?::\d+)?(?:\/|$)/i

const READ_AS_PATH = 'names no protocol, so clients take it for a relative path'

const READ_AS_PROTOCOL = 'names no protocol, so clients take what stands before the colon for it'

const PROTOCOL_IN_HOST = 'has a protocol in `host`, which belongs under `protocol` alone'

const PATH_IN_HOST = 'has a path in `host`, which belongs under `pathname`'

const firsts = new WeakMap<Server, ServerExpansion | undefined>()

function firstFaulty({ server }: ServerExpansion, format: Format): ServerExpansion | undefined {
  if (!firsts.has(server)) {
    const found = server.expansions.find((each) => faultOf(each, format) !== undefined)
    firsts.set(server, found)
  }
  return firsts.get(server)
}

/** What is the matter with the URL; the end of a sentence. */
function faultOf(expansion: ServerExpansion, format: Format): string | undefined {
  const { protocol, host, port, server } = expansion
  if (/[<>]/.test(expansion.url)) return undefined
  if (format === 'asyncapi3') {
    const written = server.node.child('host')?.string ?? ''
    if (written.includes('://')) return PROTOCOL_IN_HOST
    if (/[^{]\//.test(written)) return PATH_IN_HOST
  }
  // names of variables that are left open may have any form
  const text = expansion.url.trim().replaceAll(/\{[^{}]*\}/g, '{}')
  if (/\s/.test(text)) return 'has white space in it'
  if (/^[a-z][a-z+.-]*:\/*[a-z][a-z+.-]*:\/\//i.test(text)) return 'has two protocols'
  if (/^(?:https?|wss?):(?!\/\/)/i.test(text)) return 'has to have `//` after its protocol'
  if (format.startsWith('oas') && protocol === '' && !/^[/.{]/.test(text)) {
    if (host !== '') return READ_AS_PROTOCOL
    if (HOSTLIKE.test(text)) return READ_AS_PATH
  }
  if (/^(?:https?|wss?)$/.test(protocol) && host === '') return 'names no host'
  if (/^\d+$/.test(port) && Number(port) > 65535) return 'has a port above 65535'
  if (/^[^:{}]*:[^:{}]*$/.test(host)) return 'has a port that is no number'
  return undefined
}

function pathInHost({ server }: ServerExpansion, format: Format): Node | undefined {
  return format === 'asyncapi3' ? server.node.child('host') : undefined
}

/** `host` of AsyncAPI 3 is for the host alone: its protocol and its path have fields of their own. */
function parted({ server }: ServerExpansion, host: Node): Fix | undefined {
  const [, protocol, name = '', path = ''] =
    /^(?:([a-z][a-z0-9+.-]*):\/\/)?([^/\s]+)(\/\S*)?$/i.exec(host.string ?? '') ?? []
  const written = server.node.child('protocol')?.string
  const isSame = protocol === undefined || protocol.toLowerCase() === written?.toLowerCase()
  const pathname = server.node.child('pathname')
  const isFree = path === '' || path === '/' || !pathname || pathname.value === '/'
  if (name === '' || /[?#]/.test(path) || !isFree) return undefined
  const edits = [set(host, name)]
  if (path.length > 1) edits.push(pathname ? set(pathname, path) : insert(server.node, 'pathname', path))
  return { title: `Write \`${name}\` as the host`, kind: isSame ? 'safe' : 'suggested', edits }
}

function fixFor(expansion: ServerExpansion, at: Node, fault: string): Fix | undefined {
  if (fault === PROTOCOL_IN_HOST || fault === PATH_IN_HOST) return parted(expansion, at)
  const { url, server } = expansion
  if (
    (fault !== READ_AS_PATH && fault !== READ_AS_PROTOCOL) ||
    url !== server.template ||
    /^localhost/i.test(url)
  )
    return undefined
  const value = `https://${url.trim()}`
  return {
    title: `Use \`${value}\``,
    kind: 'suggested',
    edits: [{ node: at, edit: { op: 'set', path: at.path, value } }],
  }
}
