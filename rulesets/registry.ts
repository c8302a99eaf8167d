// Generated from the folders by `npm run generate`; do not edit.
import type { RegisteredRule } from '@specward/core'
import noAnonymousRead from './authentication/no-anonymous-read.ts'
import noAnonymousWrite from './authentication/no-anonymous-write.ts'
import noApiKeyInQuery from './authentication/no-api-key-in-query.ts'
import noBasicAuthentication from './authentication/no-basic-authentication.ts'
import noImplicitFlow from './authentication/no-implicit-flow.ts'
import noLegacyAuthentication from './authentication/no-legacy-authentication.ts'
import noOptionalAuthentication from './authentication/no-optional-authentication.ts'
import noPasswordFlow from './authentication/no-password-flow.ts'
import noShadowAuthentication from './authentication/no-shadow-authentication.ts'
import noUndefinedSecurityScheme from './authentication/no-undefined-security-scheme.ts'
import noWeakAlternative from './authentication/no-weak-alternative.ts'
import requireAuthentication from './authentication/require-authentication.ts'
import requireConsistentAuthentication from './authentication/require-consistent-authentication.ts'
import requireWebhookAuthentication from './authentication/require-webhook-authentication.ts'
import requireWebhookReplayProtection from './authentication/require-webhook-replay-protection.ts'
import noScopeBypass from './authorization/no-scope-bypass.ts'
import noUndefinedScope from './authorization/no-undefined-scope.ts'
import noWriteWithReadScope from './authorization/no-write-with-read-scope.ts'
import requireAdminPrivilege from './authorization/require-admin-privilege.ts'
import noWildcardResponseType from './browser/no-wildcard-response-type.ts'
import noActiveContent from './document/no-active-content.ts'
import noDuplicateKey from './document/no-duplicate-key.ts'
import noMisplacedSecurity from './document/no-misplaced-security.ts'
import specConformance from './document/spec-conformance.ts'
import noBearerTokenInQuery from './exposure/no-bearer-token-in-query.ts'
import noCredentialInResponse from './exposure/no-credential-in-response.ts'
import noCredentialInUrl from './exposure/no-credential-in-url.ts'
import noPersonalDataInUrl from './exposure/no-personal-data-in-url.ts'
import noSensitiveDataPublic from './exposure/no-sensitive-data-public.ts'
import noInvalidMediaType from './input/no-invalid-media-type.ts'
import noMisdeclaredUpload from './input/no-misdeclared-upload.ts'
import noUnrestrictedCallbackUrl from './input/no-unrestricted-callback-url.ts'
import noUnrestrictedFetchUrl from './input/no-unrestricted-fetch-url.ts'
import noUnrestrictedUrlInput from './input/no-unrestricted-url-input.ts'
import noWildcardMediaType from './input/no-wildcard-media-type.ts'
import requireClosedThirdPartyData from './input/require-closed-third-party-data.ts'
import requireMediaTypes from './input/require-media-types.ts'
import require429Response from './limits/require-429-response.ts'
import requireRateLimitHeaders from './limits/require-rate-limit-headers.ts'
import requireRateLimitOnLogin from './limits/require-rate-limit-on-login.ts'
import requireRetryAfter from './limits/require-retry-after.ts'
import noCleartextBrokerCredentials from './messaging/no-cleartext-broker-credentials.ts'
import noPlaintextProtocol from './messaging/no-plaintext-protocol.ts'
import noSecretInAddress from './messaging/no-secret-in-address.ts'
import requireBrokerAuthentication from './messaging/require-broker-authentication.ts'
import noMassAssignment from './requests/no-mass-assignment.ts'
import noSharedRequestResponseSchema from './requests/no-shared-request-response-schema.ts'
import noUnconfirmedAgentAction from './requests/no-unconfirmed-agent-action.ts'
import requireClosedRequest from './requests/require-closed-request.ts'
import requireContentDigest from './requests/require-content-digest.ts'
import requireMessageSignature from './requests/require-message-signature.ts'
import noSecretLiteral from './secrets/no-secret-literal.ts'
import noUrlUserinfo from './secrets/no-url-userinfo.ts'
import noCleartextCredentials from './transport/no-cleartext-credentials.ts'
import noPlaintextCallback from './transport/no-plaintext-callback.ts'
import noPlaintextOauthUrl from './transport/no-plaintext-oauth-url.ts'
import noPlaintextServer from './transport/no-plaintext-server.ts'
import noUnlistedIssuer from './transport/no-unlisted-issuer.ts'
import noUnlistedServer from './transport/no-unlisted-server.ts'

export const rules: readonly RegisteredRule[] = [
  { category: 'authentication', rule: noAnonymousRead },
  { category: 'authentication', rule: noAnonymousWrite },
  { category: 'authentication', rule: noApiKeyInQuery },
  { category: 'authentication', rule: noBasicAuthentication },
  { category: 'authentication', rule: noImplicitFlow },
  { category: 'authentication', rule: noLegacyAuthentication },
  { category: 'authentication', rule: noOptionalAuthentication },
  { category: 'authentication', rule: noPasswordFlow },
  { category: 'authentication', rule: noShadowAuthentication },
  { category: 'authentication', rule: noUndefinedSecurityScheme },
  { category: 'authentication', rule: noWeakAlternative },
  { category: 'authentication', rule: requireAuthentication },
  { category: 'authentication', rule: requireConsistentAuthentication },
  { category: 'authentication', rule: requireWebhookAuthentication },
  { category: 'authentication', rule: requireWebhookReplayProtection },
  { category: 'authorization', rule: noScopeBypass },
  { category: 'authorization', rule: noUndefinedScope },
  { category: 'authorization', rule: noWriteWithReadScope },
  { category: 'authorization', rule: requireAdminPrivilege },
  { category: 'browser', rule: noWildcardResponseType },
  { category: 'document', rule: noActiveContent },
  { category: 'document', rule: noDuplicateKey },
  { category: 'document', rule: noMisplacedSecurity },
  { category: 'document', rule: specConformance },
  { category: 'exposure', rule: noBearerTokenInQuery },
  { category: 'exposure', rule: noCredentialInResponse },
  { category: 'exposure', rule: noCredentialInUrl },
  { category: 'exposure', rule: noPersonalDataInUrl },
  { category: 'exposure', rule: noSensitiveDataPublic },
  { category: 'input', rule: noInvalidMediaType },
  { category: 'input', rule: noMisdeclaredUpload },
  { category: 'input', rule: noUnrestrictedCallbackUrl },
  { category: 'input', rule: noUnrestrictedFetchUrl },
  { category: 'input', rule: noUnrestrictedUrlInput },
  { category: 'input', rule: noWildcardMediaType },
  { category: 'input', rule: requireClosedThirdPartyData },
  { category: 'input', rule: requireMediaTypes },
  { category: 'limits', rule: require429Response },
  { category: 'limits', rule: requireRateLimitHeaders },
  { category: 'limits', rule: requireRateLimitOnLogin },
  { category: 'limits', rule: requireRetryAfter },
  { category: 'messaging', rule: noCleartextBrokerCredentials },
  { category: 'messaging', rule: noPlaintextProtocol },
  { category: 'messaging', rule: noSecretInAddress },
  { category: 'messaging', rule: requireBrokerAuthentication },
  { category: 'requests', rule: noMassAssignment },
  { category: 'requests', rule: noSharedRequestResponseSchema },
  { category: 'requests', rule: noUnconfirmedAgentAction },
  { category: 'requests', rule: requireClosedRequest },
  { category: 'requests', rule: requireContentDigest },
  { category: 'requests', rule: requireMessageSignature },
  { category: 'secrets', rule: noSecretLiteral },
  { category: 'secrets', rule: noUrlUserinfo },
  { category: 'transport', rule: noCleartextCredentials },
  { category: 'transport', rule: noPlaintextCallback },
  { category: 'transport', rule: noPlaintextOauthUrl },
  { category: 'transport', rule: noPlaintextServer },
  { category: 'transport', rule: noUnlistedIssuer },
  { category: 'transport', rule: noUnlistedServer },
]
