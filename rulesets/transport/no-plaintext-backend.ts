import { defineRule, type Node, reachOf, splitUrl } from '@specward/core'

export default defineRule({
  id: 'no-plaintext-backend',
  title: 'A gateway passes requests on without encryption.',
  why: 'TLS ends at the gateway. What it passes on to a public host over HTTP, tokens included, can be read and changed on the way as if there were no TLS at all.',
  fix: 'Use the `https` URL of the backend, or connect it by a private link.',
  presets: { recommended: 'warn', strict: 'error' },
  formats: ['oas'],
  references: {
    owasp: ['API8:2023'],
    cwe: [319],
    controls: ['TRANSPORT-1', 'INFRA-2'],
    specifications: [
      'Amazon API Gateway: x-amazon-apigateway-integration',
      'Google Cloud: x-google-backend',
      'WSO2 API Manager: x-wso2-production-endpoints',
      'Tyk: x-tyk-api-gateway',
    ],
  },
  falsePositives: 'Backends with a private name or address, and those behind a VPC link, are not reported.',
  select: 'document',
  check(document, { report, notApplicable }) {
    const holders = new Set([document.node])
    for (const { node, kind } of document.operations) {
      if (kind !== 'http') continue
      holders.add(node)
      if (node.parent) holders.add(node.parent)
    }
    const backends = [...holders].flatMap(backendsOf)
    if (backends.length === 0) return notApplicable()
    for (const backend of backends) {
      const { protocol, host } = splitUrl(backend.string ?? '')
      if (protocol !== 'http' || reachOf(host) !== 'public' || INTERNAL_BALANCER.test(host)) continue
      report({
        at: backend,
        message: `The gateway calls \`${host}\` over plain HTTP.`,
        discriminator: host,
      })
    }
  },
  examples: {
    bad: [
      {
        title: 'Amazon API Gateway, in a path item that is reached through `$ref`',
        text: `
paths:
  /orders: { $ref: '#/components/pathItems/Orders' }
components:
  pathItems:
    Orders:
      get:
        x-amazon-apigateway-integration:
          type: http_proxy
          httpMethod: GET
          uri: http://orders.acme.com/orders
#              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        responses:
          '200': { description: OK }
`,
      },
      {
        title: 'OpenAPI 2.0: Google Cloud',
        format: 'oas2',
        text: `
x-google-backend:
  address: http://orders.acme.com
#          ^^^^^^^^^^^^^^^^^^^^^^
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
`,
      },
      {
        title: 'WSO2, and Tyk',
        text: `
x-wso2-production-endpoints:
  urls: ['http://orders.acme.com:80/v1']
#        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
x-tyk-api-gateway:
  upstream:
    url: http://legacy.acme.com
#        ^^^^^^^^^^^^^^^^^^^^^^
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
`,
      },
      {
        title: 'Each line that has to change',
        text: `
paths:
  /orders:
    get:
      x-google-backend: { address: 'http://orders.acme.com/list' }
#                                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      responses:
        '200': { description: OK }
    post:
      x-google-backend: { address: 'http://orders.acme.com/new' }
#                                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      responses:
        '201': { description: Created }
`,
      },
    ],
    good: [
      {
        title: 'Over HTTPS, and over a link within the private network',
        text: `
paths:
  /orders:
    get:
      x-amazon-apigateway-integration: { type: http_proxy, uri: 'https://orders.acme.com/orders' }
      responses:
        '200': { description: OK }
    post:
      x-amazon-apigateway-integration:
        type: http_proxy
        connectionType: VPC_LINK
        uri: http://orders.acme.com/orders
      responses:
        '201': { description: Created }
`,
      },
      {
        title: 'Near miss: private names',
        text: `
x-google-backend: { address: 'http://orders.shop.svc.cluster.local' }
paths:
  /orders:
    get:
      x-amazon-apigateway-integration:
        type: http_proxy
        uri: http://internal-orders-1234.eu-west-1.elb.amazonaws.com/orders
      responses:
        '200': { description: OK }
`,
      },
    ],
  },
})

/** Load balancers of Amazon that have a public name and a private address. */
const INTERNAL_BALANCER = /^internal-.+\.elb\.amazonaws\.com$/

/** Lines that say where a gateway passes requests on to; those of a link within a private network left out. */
function backendsOf(node: Node): readonly Node[] {
  const amazon = node.child('x-amazon-apigateway-integration')
  const isLinked = amazon?.child('connectionType')?.string?.toUpperCase() === 'VPC_LINK'
  const lists = ['x-wso2-production-endpoints', 'x-wso2-sandbox-endpoints'].map((key) => node.at(key, 'urls'))
  const found = [
    isLinked ? undefined : amazon?.child('uri'),
    node.at('x-google-backend', 'address'),
    node.at('x-tyk-api-gateway', 'upstream', 'url'),
    ...lists.flatMap((list) => (list?.isList ? [...list.children()] : [])),
  ]
  return found.filter((each) => each !== undefined)
}
