/** Lists are written with commas between phrases; phrases as `phraseWords` gives them, plurals kept. */
const list = (text: string): ReadonlySet<string> =>
  new Set(
    text
      .split(',')
      .map((phrase) => phrase.trim().replaceAll(/\s+/g, ' '))
      .filter((phrase) => phrase !== ''),
  )

/** How one class of authentication shows in an operation. */
export interface Phrases {
  /** One segment of the path, or two that follow each other, that say it by themselves. */
  readonly strong: ReadonlySet<string>
  /** The same where nothing but neutral segments stands beside it: `/api/v1/register`, not `/devices/register`. */
  readonly alone: ReadonlySet<string>
  /** The same, but a second sign is needed. */
  readonly weak: ReadonlySet<string>
  /** How a summary begins, articles and the like left out. */
  readonly summary: readonly string[]
  /** Parameters that such an operation takes; one more sign. */
  readonly parameters: ReadonlySet<string>
}

export type AuthenticationClass = 'login' | 'token' | 'reset' | 'register' | 'logout'

export const PHRASES: Readonly<Record<AuthenticationClass, Phrases>> = {
  login: {
    strong:
      list(`login, signin, logon, authenticate, user login, login user, auth login, auth signin, sso login,
      auth callback, oauth callback, oauth authorize, openid connect auth, saml acs, magic link, passwordless, mfa signin, initiate auth, respond to auth challenge, auth webauthn, auth passkey,
      auth passkeys, login webauthn, login passkey, webauthn login, passkey login, webauthn signin, passkey signin,
      webauthn authenticate, oauth par, pushed authorization request, pushed authorization requests`),
    alone: list('auth, authentication'),
    weak: list('auth, authentication, session, sessions, authorize, sso, authentication tokens'),
    summary: [
      'login',
      'signin',
      'logon',
      'authenticate',
      'log into',
      'logs into',
      'logs in',
      'log user into',
      'logs user into',
      'create session',
    ],
    parameters: list('password'),
  },
  token: {
    strong:
      list(`oauth token, oauth access, oauth access token, oauth access tokens, openid connect token, connect token,
      auth token, auth refresh, refresh token, token refresh, tokens refresh, access token, oauth introspect,
      oauth revoke, token introspect, token introspection, token revoke, token revocation, token exchange, auth revoke, tokens provision,
      oauth device, device code, device authorization, oauth device code, oauth device authorization`),
    alone: list('token'),
    weak: list('token, refresh, access tokens, introspect'),
    summary: [
      'get token',
      'get access token',
      'obtain token',
      'obtain access token',
      'issue token',
      'issue access token',
      'request access token',
      'refresh token',
      'refresh access token',
      'exchange code',
      'exchange authorization code',
    ],
    parameters: list('grant type, refresh token'),
  },
  reset: {
    strong:
      list(`forgot password, forgotten password, forget password, lost password, reset password, password reset,
      password resets, password forgot, password forget, password lost, password recovery, recover password,
      password recover, account recovery, recover account, reset password request, password reset request,
      request password reset, password reset confirm, confirm password reset, passwords reset, passwords forgot, self service recovery, confirm forgot password`),
    alone: list(''),
    weak: list('recovery, forgot, recover, password tokens'),
    summary: [
      'reset password',
      'request password reset',
      'forgot password',
      'recover password',
      'finish password reset',
      'complete password reset',
      'send password reset',
      'create reset password',
      'recover account',
    ],
    parameters: list('reset token'),
  },
  register: {
    strong:
      list(`signup, auth register, register user, user register, user registration, register account, account register,
      account registration, users signup, users register, accounts register, self service registration, oauth register,
      oauth registration, connect register, oauth client registration, dynamic client registration`),
    alone: list('register, registration, create account'),
    weak: list('register, registration, registrations, create account'),
    summary: [
      'signup',
      'register',
      'register user',
      'register new user',
      'create account',
      'register account',
      'register customer',
      'register member',
      'submit registration',
    ],
    parameters: list('password'),
  },
  logout: {
    strong:
      list(`logout, signout, logoff, signoff, user logout, logout user, auth logout, end session, oauth logout, global signout,
      openid connect logout, session logout`),
    alone: list(''),
    weak: list('session, sessions'),
    summary: [
      'logout',
      'signout',
      'logoff',
      'log out',
      'logs out',
      'end session',
      'destroys session',
      'terminate session',
    ],
    parameters: list(''),
  },
}

/** May stand after the segment that names the class: `/login/browser`, `/reset-password/confirm`. */
export const TAILS =
  list(`api, browser, native, web, mobile, callback, start, begin, init, initiate, complete, finish, finalize,
  submit, request, confirm, verify, check, options, flow, flows, code, link, email, phone, password, passkey, social, google,
  github, facebook, apple, microsoft, twitter, linkedin, saml, oidc, oauth, sso, resend, send`)

/** People and their accounts: what an operation about authentication is allowed to be about. */
export const IDENTITY =
  list(`account, accounts, auth, authentication, authorization, client, customer, customers, identity,
  identities, login, me, member, members, oauth, openid, openid connect, password, people, person, profile, realms, self, protocol, session, sessions,
  sso, user, users, iam, saml, oidc, my`)

/** Segments that say nothing about the resource: `/api/v1/public/...`. */
export const NEUTRAL =
  list(`api, apis, rest, app, apps, public, open, external, mobile, web, frontend, backend, portal, service,
  services, self service, storefront, platform, core, rpc, beta, alpha, latest, en`)

/** Tags under which operations of authentication are gathered. */
export const AUTHENTICATION_TAGS =
  list(`auth, authentication, authorization, authorisation, login, oauth, identity, signin, sso,
  session, sessions, account, registration, token, tokens, password, security, iam`)

/** To verify: the act ... */
export const VERIFY_ACTS = list(
  'verify, verification, confirm, confirmation, validate, validation, activate, activation, resend',
)

/** ... and what has to be verified for it to be about a person's identity. */
export const VERIFY_SUBJECTS =
  list(`email, phone, otp, mfa, 2fa, totp, factor, account, user, code, identity, login, signin, sms,
  signup, register, registration, recover, recovery`)

/** May stand beside these two in one segment. */
export const VERIFY_FILLERS =
  list(`send, check, request, link, token, new, address, number, my, passcode, two, change, finish, oob,
  challenge, attribute`)

/** A second factor: to send one or to challenge for one is to verify. */
export const SECOND_FACTORS = list('otp, mfa, 2fa, totp, factor, code')

/** A segment that asks for it by itself, right behind a login. */
export const SECOND_STEPS = list('otp, mfa, 2fa, totp, two factor')

export const ADMIN_WORDS = list('admin, superadmin, sysadmin, backoffice, superuser')

/** What an `admin region` is a part of: administrative geography. */
export const GEOGRAPHY =
  list(`area, areas, region, regions, division, divisions, district, districts, boundary, boundaries, level, levels, unit,
  units, subdivision, subdivisions`)

/** Where browsers report by themselves, without any credentials: violations of a policy, errors of the network. */
export const BROWSER_REPORTS =
  list(`csp report, csp reports, csp violation, csp violations, csp violation report, csp violation reports, report csp,
  content security policy report, content security policy reports, nel report, nel reports`)

/** Segments that tell by themselves that a probe calls. */
export const HEALTH =
  list(`health, healthz, healthcheck, health check, health checks, ready, readyz, readiness, livez, liveness, ping,
  heartbeat, status, alive, isalive, up, live`)

/** Of these, the words that other resources have too. */
export const HEALTH_WEAK = list('ready, up, live')

/** Where probes are found. */
export const HEALTH_HOMES = list(
  'actuator, system, management, internal, monitoring, probe, probes, server, health, status, check, checks, admin',
)

/** Documents about the API itself, as last segment. */
export const METADATA =
  list(`openapi, swagger, api docs, swagger ui, redoc, jwks, openid configuration, oauth authorization server,
  robots txt, security txt, favicon ico, version, openid connect certs, oauth certs, openapi spec`)

/** Segments that say that the server goes and fetches what a caller names. */
export const FETCH =
  list(`unfurl, oembed, link preview, url preview, preview url, import url, from url, by url, import from url, url import,
  upload from url, upload by url, fetch url, scrape, crawl, crawler, proxy, remote fetch`)

export const WEBHOOK_HOMES = list('webhook, webhooks, hook, hooks, webhook endpoints, webhook subscriptions')
export const WEBHOOK_TESTS = list('test, tests, ping, pings, test webhook, send test')

/** Acts by which a server uses a URL that it was given. */
export const FETCH_ACTS = list(
  'import, fetch, proxy, preview, crawl, scrape, scan, convert, render, download, upload, load, capture, clone, mirror',
)

/** URLs that a browser is sent to, or that are called later: not fetched by this operation. */
export const NOT_FETCHED = list(
  'redirect, callback, return, success, cancel, failure, error, webhook, next, logout, website, homepage',
)

/** Operations that take a file besides other media types say so. */
export const UPLOAD_WORDS =
  list(`upload, uploads, file, files, attachment, attachments, image, images, avatar, photo, photos, picture, document,
  documents, media, import, logo, video, audio, thumbnail, icon, blob, firmware, backup, asset, assets`)

/** Last segments of a path by which a POST only asks. A plural would be a resource: `POST /searches` makes one. */
export const READ_SEGMENTS = list(
  `search, query, lookup, count, check, validate, preview, estimate, calculate, compare, parse, evaluate, eval,
  autocomplete, suggest`,
)

/**
 * First words of an operationId that say the same. `read`, `check`, `validate`, `resolve`
 * and `fetch` may change something, so they are not here.
 */
export const READ_ACTS = list(
  `get, list, search, find, query, lookup, count, preview, estimate, calculate, compare, parse, evaluate, eval,
  autocomplete, suggest`,
)
