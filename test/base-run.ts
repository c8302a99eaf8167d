import type { Report, ReportFinding } from '@specward/core'
import { expect } from 'vitest'
import type { Files } from './project.ts'
import { repository } from './repository.ts'
import { runIn, words } from './run-in.ts'

/** The day on which what can end is judged. */
export const today = { today: () => '2027-01-31' }

export async function lint(folder: string, line = 'openapi.yaml --base main'): Promise<Report> {
  const { out, err } = await runIn(folder, ['lint', ...words(line), '--format', 'json'], undefined, today)
  expect(err).toBe('')
  return JSON.parse(out)
}

export function fresh({ findings }: Report): readonly ReportFinding[] {
  return findings.filter(({ isNew, suppressed }) => isNew && suppressed === null)
}

export function told(findings: readonly ReportFinding[]): readonly string[] {
  return findings.map(({ ruleId, operations, change }) => {
    const since = change ? `${change.kind} ${change.file}:${change.range.start.line}` : 'unexplained'
    return `${ruleId} ${operations.join('+')}: ${since}`
  })
}

/** Line of a text that begins with some words, blanks left out. */
export function lineOf(text: string, start: string): number {
  return text.split('\n').findIndex((line) => line.trim().startsWith(start)) + 1
}

export function changed(text: string, from: string, to: string): string {
  expect(text).toContain(from)
  return text.replace(from, () => to)
}

export const API = `openapi: 3.1.0
info: { title: Orders, version: 1.0.0 }
servers:
  - url: https://api.example.com
components:
  securitySchemes:
    login:
      type: http
      scheme: bearer
  schemas:
    Order:
      type: object
      additionalProperties: false
      properties:
        id: { type: string, maxLength: 36, pattern: '^[a-z]+$' }
security:
  - login: []
paths:
  /orders:
    get:
      operationId: listOrders
      parameters:
        - { name: page, in: query, schema: { type: integer, minimum: 1, maximum: 9 } }
      responses:
        '200':
          description: OK
          content:
            application/json:
              schema: { $ref: '#/components/schemas/Order' }
    post:
      operationId: createOrder
      responses: { '201': { description: Created } }
  /orders/{id}:
    parameters:
      - { name: id, in: path, required: true, schema: { type: string, maxLength: 36 } }
    delete:
      operationId: deleteOrder
      responses: { '204': { description: Gone } }
  /health:
    delete:
      operationId: openToAll
      security: []
      responses: { '204': { description: Gone } }
`

export const WITHOUT_SECURITY = changed(API, 'security:\n  - login: []\npaths', 'paths')

/**
 * What a branch is told of a softer policy, with the exit code: line, severity and the first sentence of each notice.
 */
export async function softened(base: Files, head: Files): Promise<[number, readonly string[]]> {
  const folder = await repository({ 'openapi.yaml': API, ...base }, head)
  const { code, out } = await runIn(folder, words('lint openapi.yaml --base main --format json'))
  const { notices }: Report = JSON.parse(out)
  return [
    code,
    notices
      .filter((each) => each.code === 'softened-since-base')
      .map(
        ({ severity, message, range }) =>
          `${range?.start.line} ${severity} ${message.split('. ', 1)[0]?.replace(/\.$/, '')}`,
      ),
  ]
}
