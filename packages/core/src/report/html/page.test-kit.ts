import type { ExposedOperation } from '../assessment.ts'
import { options, range } from '../report.test-kit.ts'
import type { HtmlOptions } from './page.ts'

export function exposedOperation(more: Partial<ExposedOperation> = {}): ExposedOperation {
  return {
    operation: 'GET /orders',
    kind: 'http',
    callers: 'authenticated',
    because: 'every way in asks for something',
    intended: null,
    tags: ['orders'],
    requires: [['oauth2 (orders:read)']],
    servers: [{ url: 'https://api.example.com', encrypted: true }],
    takes: [],
    returns: [{ name: 'email', kind: 'personal', where: 'response 200' }],
    changesData: false,
    isDeprecated: false,
    findings: [],
    file: 'openapi.yaml',
    pointer: '/paths/~1orders/get',
    range: range(8, 5),
    ...more,
  }
}

export const pageOptions: HtmlOptions = {
  rules: options.rules,
  sources: () => undefined,
  sha256: options.sha256,
}

/** Every tag with the names of its attributes: equal for equal pages, whatever their texts say. */
export function tagsOf(page: string): readonly string[] {
  const body = page.replace(/<(script|style)\b[^>]*>[\s\S]*?<\/\1>/g, '<$1>')
  return [...body.matchAll(/<(\/?[a-z][a-z0-9]*)\b([^>]*)>/gi)].flatMap(([, name, attributes = '']) => {
    // breaks and code follow from slashes and backticks in texts
    if (/^\/?(?:wbr|code)$/.test(name ?? '')) return []
    const names = [...attributes.replace(/"[^"]*"/g, '""').matchAll(/[^\s=/]+(?==|\s|$)/g)]
    return [`${name} ${names.map(([each]) => each).join(' ')}`]
  })
}
