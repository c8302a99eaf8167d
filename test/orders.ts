/** An API with two operations that anybody may call. */
export const API = `openapi: 3.1.0
info: { title: Orders, version: 1.0.0 }
servers: [{ url: https://api.example.com }]
security: []
paths:
  /orders:
    post:
      operationId: createOrder
      responses:
        "201": { description: Created }
  /users:
    delete:
      operationId: deleteUsers
      responses:
        "204": { description: Gone }
`

/** The same, where one of them asks for a token. */
export const MENDED = API.replace(
  '      operationId: deleteUsers\n',
  '      operationId: deleteUsers\n      security: [{ t: [] }]\n',
).concat('components: { securitySchemes: { t: { type: http, scheme: bearer } } }\n')
