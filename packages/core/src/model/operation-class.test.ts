import { describe, expect, test } from 'vitest'
import { classifyOperation } from './operation-class.ts'
import type { OperationFacts } from './operation-shape.ts'

function classes(operation: string, more: Partial<OperationFacts> = {}): string {
  const [method = '', path = ''] = operation.split(' ')
  return [...classifyOperation({ method: method.toLowerCase(), path, ...more })].sort().join(' ')
}

describe('an operation is told by its path', () => {
  test.for([
    ['POST /login', 'login'],
    ['POST /api/v1/users/login', 'login'],
    ['GET /user/login', 'login'],
    ['POST /auth/sign-in', 'login'],
    ['POST /v1/accounts:signInWithPassword', 'login'],
    ['POST /api/{tenant}/login', 'login'],
    ['POST /login/{provider}/callback', 'login'],
    ['GET /oauth/authorize', 'login'],
    ['POST /auth/webauthn/options', 'login'],
    ['POST /auth/webauthn/verify', 'login'],
    ['POST /auth/passkeys/verify', 'login'],
    ['POST /oauth/par', 'login'],
    ['POST /oauth2/device_authorization', 'token'],
    ['POST /oauth/device/code', 'token'],
    ['POST /oauth/register', 'register'],
    ['POST /csp-report', 'browser-report'],
    ['POST /csp/reports', 'browser-report'],
    ['POST /auth', 'login'],
    ['POST /oauth2/token', 'token'],
    ['POST /token', 'token'],
    ['POST /auth/refresh', 'token'],
    ['POST /realms/{realm}/protocol/openid-connect/token', 'token'],
    ['POST /forgot-password', 'reset'],
    ['POST /auth/forgotPassword', 'reset'],
    ['POST /account/reset-password/{token}', 'reset'],
    ['POST /users/{id}/password/reset', 'reset'],
    ['POST /signup', 'register'],
    ['POST /users/v1/register', 'register'],
    ['POST /api/v1/register', 'register'],
    ['POST /logout', 'logout'],
    ['GET /user/logout', 'logout'],
    ['POST /verify-email', 'verify'],
    ['GET /verify-email/{token}', 'verify'],
    ['POST /auth/email/verify', 'verify'],
    ['POST /users/{id}/verify', 'verify'],
    ['POST /otp', 'verify'],
    ['POST /mfa/challenge', 'verify'],
    ['POST /auth/2fa/verify', 'verify'],
    ['POST /self/two_factor/verify', 'verify'],
    ['POST /account/resend-verification', 'verify'],
  ] as const)('%s: %s', ([operation, expected]) => {
    expect(classes(operation)).toBe(expected)
  })

  test.for([
    'GET /login-history',
    'GET /users/{id}/logins',
    'GET /users/{login}',
    'GET /authors',
    'GET /tokens/{token}',
    'POST /tokens',
    'GET /registered-devices',
    'POST /devices/register',
    'POST /devices/{id}/authorization',
    'POST /devices/{id}/codes',
    'POST /golf/par',
    'POST /reports',
    'GET /csp-reports',
    'POST /me/webauthn/options',
    'GET /accounts/{id}/registrations',
    'POST /orders/{id}/verify',
    'POST /verify',
    'POST /servers/{id}/reset-password',
    'POST /databases/{id}/reset',
    'POST /sessions',
    'GET /sessions',
    'POST /session-server',
    'POST /send-email',
    'GET /passwordPolicy',
    'PATCH /account/password',
    'GET /Accounts',
  ])('%s is not about authentication', (operation) => {
    expect(classes(operation)).toBe('')
  })
})

describe('a second sign makes a weak one count', () => {
  test.for<readonly [string, Partial<OperationFacts>, string]>([
    ['POST /sessions', { operationId: 'login' }, 'login'],
    ['POST /sessions', { parameterNames: ['username', 'password'] }, 'login'],
    ['DELETE /sessions/{id}', { operationId: 'logout' }, 'logout'],
    ['DELETE /session', { tags: ['Authentication'] }, 'logout'],
    ['POST /customers', { operationId: 'registerUser' }, 'register'],
    ['POST /recover', { operationId: 'recoverPassword' }, 'reset'],
    ['POST /refresh', { tags: ['auth'] }, 'token'],
    ['POST /servers/{id}/reset-password', { summary: 'Reset the password of your account' }, 'reset'],
    ['POST /rpc', { operationId: 'ConfirmSignUp' }, 'verify'],
    ['POST /rpc', { operationId: 'api_views.users.login_user' }, 'login'],
  ])('%s with %j: %s', ([operation, more, expected]) => {
    expect(classes(operation, more)).toBe(expected)
  })

  test.for<readonly [string, Partial<OperationFacts>]>([
    ['GET /history', { operationId: 'getLoginHistory' }],
    ['PUT /Accounts', { operationId: 'createAccount' }],
    ['POST /payments', { tags: ['Authorization'] }],
    ['POST /users', { summary: 'Creates the login of a user' }],
    ['POST /bank-accounts', { operationId: 'validateAccount' }],
  ])('%s with %j stays nothing', ([operation, more]) => {
    expect(classes(operation, more)).toBe('')
  })
})

describe('administration', () => {
  test.for<readonly [string, Partial<OperationFacts>]>([
    ['GET /v1/Admin', {}],
    ['GET /admin/users', {}],
    ['POST /admin.users.remove', {}],
    ['POST /users/{id}/admin', {}],
    ['POST /orgs/{id}/admins', {}],
    ['POST /administrators', {}],
    ['GET /backoffice/orders', {}],
    ['GET /users', { tags: ['admin'] }],
    ['GET /users', { tags: ['Enterprise Admin'] }],
    ['GET /users', { operationId: 'adminListUsers' }],
  ])('is %s with %j', ([operation, more]) => {
    expect(classes(operation, more)).toBe('admin')
  })

  test.for<readonly [string, Partial<OperationFacts>]>([
    ['GET /v1/administration', {}],
    ['GET /administrators-guide', {}],
    ['GET /badminton', {}],
    ['GET /countries/{c}/admin-regions', {}],
    ['GET /regions', { operationId: 'adminRegions' }],
    ['GET /administrators', {}],
    ['GET /orgs/{id}/admins', {}],
    ['GET /users', { operationId: 'listAdmins' }],
    ['GET /users/{admin}', {}],
  ])('is not %s with %j', ([operation, more]) => {
    expect(classes(operation, more)).toBe('')
  })
})

describe('health and metadata', () => {
  test.for([
    ['GET /health', 'health'],
    ['GET /healthz', 'health'],
    ['GET /api/v1/health-check', 'health'],
    ['GET /actuator/health', 'health'],
    ['GET /health/ready', 'health'],
    ['HEAD /ping', 'health'],
    ['GET /status', 'health'],
    ['GET /openapi.json', 'metadata'],
    ['GET /v3/api-docs', 'metadata'],
    ['GET /.well-known/openid-configuration', 'metadata'],
    ['GET /.well-known/jwks.json', 'metadata'],
    ['GET /jwks.json', 'metadata'],
    ['GET /version/', 'metadata'],
  ] as const)('%s: %s', ([operation, expected]) => {
    expect(classes(operation)).toBe(expected)
  })

  test.for([
    'POST /health',
    'GET /farms/{id}/health',
    'GET /load-balancers/health',
    'GET /live',
    'GET /ready-to-pay',
    'POST /status',
    'GET /orders/{id}/status',
    'GET /orders/status',
    'GET /projects/{id}/version',
    'POST /version',
  ])('%s is neither', (operation) => {
    expect(classes(operation)).toBe('')
  })

  test('a list of statuses is no health check', () => {
    expect(classes('GET /status', { operationId: 'getStatuses' })).toBe('')
  })

  test('a weak name needs a word about health', () => {
    expect(classes('GET /live', { summary: 'Liveness probe' })).toBe('health')
  })
})

describe('upload', () => {
  test.for<readonly [string, Partial<OperationFacts>]>([
    ['POST /files', { requestContentTypes: ['multipart/form-data'] }],
    ['PUT /blobs/{id}', { requestContentTypes: ['application/octet-stream'] }],
    ['PUT /users/{id}/avatar', { requestContentTypes: ['image/png', 'image/jpeg'] }],
    ['POST /documents', { requestContentTypes: ['application/json', 'multipart/form-data'] }],
    ['POST /upload', {}],
    ['POST /media', { operationId: 'uploadMedia' }],
  ])('is %s with %j', ([operation, more]) => {
    expect(classes(operation, more)).toBe('upload')
  })

  test.for<readonly [string, Partial<OperationFacts>]>([
    ['GET /files', { requestContentTypes: ['multipart/form-data'] }],
    ['POST /orders', { requestContentTypes: ['application/json', 'multipart/form-data'] }],
    ['POST /files', { requestContentTypes: ['application/json'] }],
    ['GET /uploads', {}],
  ])('is not %s with %j', ([operation, more]) => {
    expect(classes(operation, more)).toBe('')
  })
})

describe('the server fetches a URL', () => {
  test.for<readonly [string, Partial<OperationFacts>]>([
    ['POST /images/from-url', {}],
    ['GET /link-preview', {}],
    ['GET /proxy', {}],
    ['GET /oembed', {}],
    ['POST /repos/{id}/hooks/{hookId}/pings', {}],
    ['POST /webhooks/{id}/test', {}],
    ['POST /feeds/import', { parameterNames: ['source_url'] }],
    ['GET /screens', { operationId: 'renderPage', parameterNames: ['url'] }],
  ])('with %s and %j', ([operation, more]) => {
    expect(classes(operation, more)).toBe('fetch')
  })

  test.for<readonly [string, Partial<OperationFacts>]>([
    ['POST /feeds/import', {}],
    ['POST /products', { parameterNames: ['image_url'] }],
    ['POST /exports/download', { parameterNames: ['redirect_url', 'callbackUrl'] }],
    ['GET /previews', {}],
    ['POST /lab/{id}/test', {}],
  ])('but not with %s and %j', ([operation, more]) => {
    expect(classes(operation, more)).toBe('')
  })
})

describe('names of objects', () => {
  test.for(['POST /constructor', 'GET /__proto__', 'GET /', 'GET /{x}', 'GET /toString/valueOf'])(
    'change nothing: %s',
    (operation) => {
      expect(classes(operation, { operationId: 'constructor', tags: ['__proto__'] })).toBe('')
    },
  )
})

describe('a POST that only asks', () => {
  test.for([
    ['POST /orders/search', ''],
    ['POST /v1/connections/list', 'listConnectionsForWorkspace'],
    ['POST /addresses:validate', ''],
    ['POST /validate-signature', ''],
    ['POST /reports', 'getReport'],
    ['POST /v1/web_backend/connections/list', 'webBackendListConnectionsForWorkspace'],
    ['POST /v1/web_backend/connections/get', 'webBackendGetConnection'],
    ['POST /v1/jobs/get_light', ''],
    ['POST /rest_services.get_facilities', ''],
    ['POST /User/Search/GlobalName/{page}/', 'User.SearchByGlobalNamePost'],
    ['POST /Forum/Recruit/Summaries/', 'Forum.GetRecruitmentThreadSummaries'],
    ['POST /validate/api', 'validateAPIDefinition'],
  ])('is a read: %s %s', ([operation = '', operationId]) => {
    expect(classes(operation, { operationId })).toContain('read')
  })

  test.for([
    ['POST /searches', ''],
    ['POST /todo/list', ''],
    ['POST /devices/get_or_create', ''],
    ['POST /search/indexes', 'createIndex'],
    ['POST /validate/api', ''],
    ['POST /filter', 'createFilter'],
    ['POST /bank-accounts', 'validateAccount'],
    ['POST /visitors', 'checkIn'],
    ['POST /notifications/read', 'markAsRead'],
    ['POST /checkouts', 'checkout'],
    ['DELETE /search', ''],
  ])('is not: %s %s', ([operation = '', operationId]) => {
    expect(classes(operation, { operationId })).not.toContain('read')
  })
})

describe("the organisation's own words for administrators", () => {
  const adminWords = ['night-shift desk', 'Operators', 'v2']

  test.for([
    ['GET /operator/users', {}],
    ['GET /operators', {}],
    ['GET /tenants/{id}/NightShiftDesk/orders', {}],
    ['GET /orders', { operationId: 'operatorListOrders' }],
    ['GET /orders', { tags: ['Orders (night shift desk)'] }],
  ] as const)('mark an operation in any case style and number: %s %j', ([operation, more]) => {
    expect(classes(operation, { ...more, adminWords })).toContain('admin')
    expect(classes(operation, more)).not.toContain('admin')
  })

  test.for([
    ['GET /cooperators', {}],
    ['GET /tour-operator-names', {}],
    ['GET /night-shift', {}],
    ['GET /desk', {}],
    ['GET /orders', { operationId: 'listOperatorOrders' }],
  ] as const)('do not match parts of words or of phrases: %s %j', ([operation, more]) => {
    expect(classes(operation, { ...more, adminWords: ['desk phone', 'operators'] })).toBe('')
  })

  test('change nothing when they hold no word', () => {
    expect(classes('GET /orders', { adminWords: ['', '--', '__proto__'] })).toBe('')
  })
})
