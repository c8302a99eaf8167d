// Generated from the folders by `npm run generate`; do not edit.
import type { RegisteredRule } from '@specward/core'
import noAnonymousRead from './authentication/no-anonymous-read.ts'
import noAnonymousWrite from './authentication/no-anonymous-write.ts'
import noApiKeyInQuery from './authentication/no-api-key-in-query.ts'
import noBasicAuthentication from './authentication/no-basic-authentication.ts'
import noOptionalAuthentication from './authentication/no-optional-authentication.ts'
import noUndefinedSecurityScheme from './authentication/no-undefined-security-scheme.ts'
import requireAuthentication from './authentication/require-authentication.ts'
import noDuplicateKey from './document/no-duplicate-key.ts'
import noCredentialInUrl from './exposure/no-credential-in-url.ts'
import noPersonalDataInUrl from './exposure/no-personal-data-in-url.ts'
import require429Response from './limits/require-429-response.ts'
import requireRateLimitHeaders from './limits/require-rate-limit-headers.ts'
import requireRateLimitOnLogin from './limits/require-rate-limit-on-login.ts'
import requireRetryAfter from './limits/require-retry-after.ts'
import noCleartextBrokerCredentials from './messaging/no-cleartext-broker-credentials.ts'
import noPlaintextProtocol from './messaging/no-plaintext-protocol.ts'
import noSecretInAddress from './messaging/no-secret-in-address.ts'
import requireBrokerAuthentication from './messaging/require-broker-authentication.ts'
import noCleartextCredentials from './transport/no-cleartext-credentials.ts'
import noPlaintextOauthUrl from './transport/no-plaintext-oauth-url.ts'
import noPlaintextServer from './transport/no-plaintext-server.ts'
import noUnlistedServer from './transport/no-unlisted-server.ts'

export const rules: readonly RegisteredRule[] = [
  { category: 'authentication', rule: noAnonymousRead },
  { category: 'authentication', rule: noAnonymousWrite },
  { category: 'authentication', rule: noApiKeyInQuery },
  { category: 'authentication', rule: noBasicAuthentication },
  { category: 'authentication', rule: noOptionalAuthentication },
  { category: 'authentication', rule: noUndefinedSecurityScheme },
  { category: 'authentication', rule: requireAuthentication },
  { category: 'document', rule: noDuplicateKey },
  { category: 'exposure', rule: noCredentialInUrl },
  { category: 'exposure', rule: noPersonalDataInUrl },
  { category: 'limits', rule: require429Response },
  { category: 'limits', rule: requireRateLimitHeaders },
  { category: 'limits', rule: requireRateLimitOnLogin },
  { category: 'limits', rule: requireRetryAfter },
  { category: 'messaging', rule: noCleartextBrokerCredentials },
  { category: 'messaging', rule: noPlaintextProtocol },
  { category: 'messaging', rule: noSecretInAddress },
  { category: 'messaging', rule: requireBrokerAuthentication },
  { category: 'transport', rule: noCleartextCredentials },
  { category: 'transport', rule: noPlaintextOauthUrl },
  { category: 'transport', rule: noPlaintextServer },
  { category: 'transport', rule: noUnlistedServer },
]
