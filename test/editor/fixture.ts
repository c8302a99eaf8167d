import type { Files } from '../project.ts'

/** Where the API is served; clear text is what the quick fix is about. */
const CLEAR = 'http://orders.example.com'

/** An API in two files, with a mistake of each kind that the tests are about, beside a file that is no API. */
export const ORDERS: Files = {
  'openapi.yaml': `openapi: 3.1.0
info:
  title: Orders
  version: 1.0.0
servers:
  - url: ${CLEAR}
security:
  - token: []
paths:
  /orders/{orderId}:
    parameters:
      - name: orderId
        in: path
        required: true
        schema: { type: string, format: uuid }
    get:
      operationId: getOrder
      responses:
        '200':
          description: The order.
          content:
            application/json:
              schema: { $ref: 'schemas/order.yaml' }
        '401': { description: No token. }
        '403': { description: Not yours. }
        '404': { description: There is none. }
    delete:
      operationId: deleteOrder
      security: []
      responses:
        '204': { description: It is gone. }
        '404': { description: There is none. }
components:
  securitySchemes:
    token:
      type: http
      scheme: bearer
`,
  'schemas/order.yaml': `type: object
additionalProperties: false
properties:
  id: { type: string, format: uuid }
  password: { type: string, maxLength: 100 }
`,
  'compose.yaml': `services:
  web:
    image: nginx
    environment: { password: hunter2, url: ${CLEAR} }
`,
}
