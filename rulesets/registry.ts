// Generated from the folders by `npm run generate`; do not edit.
import type { RegisteredRule } from '@specward/core'
import noAmbiguousSchemeName from './authentication/no-ambiguous-scheme-name.ts'
import noAnonymousRead from './authentication/no-anonymous-read.ts'
import noAnonymousWrite from './authentication/no-anonymous-write.ts'
import noApiKeyInQuery from './authentication/no-api-key-in-query.ts'
import noBasicAuthentication from './authentication/no-basic-authentication.ts'
import noDeprecatedScheme from './authentication/no-deprecated-scheme.ts'
import noImplicitFlow from './authentication/no-implicit-flow.ts'
import noLegacyAuthentication from './authentication/no-legacy-authentication.ts'
import noLoginOverGet from './authentication/no-login-over-get.ts'
import noOptionalAuthentication from './authentication/no-optional-authentication.ts'
import noPasswordFlow from './authentication/no-password-flow.ts'
import noScopeWithoutOauth from './authentication/no-scope-without-oauth.ts'
import noShadowAuthentication from './authentication/no-shadow-authentication.ts'
import noSharedKeyForUserData from './authentication/no-shared-key-for-user-data.ts'
import noSplitRequirement from './authentication/no-split-requirement.ts'
import noUndefinedSecurityScheme from './authentication/no-undefined-security-scheme.ts'
import noUnknownHttpScheme from './authentication/no-unknown-http-scheme.ts'
import noUnlistedSecurityScheme from './authentication/no-unlisted-security-scheme.ts'
import noUnusedSecurityScheme from './authentication/no-unused-security-scheme.ts'
import noWeakAlternative from './authentication/no-weak-alternative.ts'
import requireAuthentication from './authentication/require-authentication.ts'
import requireConsistentAuthentication from './authentication/require-consistent-authentication.ts'
import requireDefaultSecurity from './authentication/require-default-security.ts'
import noScopeBypass from './authorization/no-scope-bypass.ts'
import noUndefinedScope from './authorization/no-undefined-scope.ts'
import noWriteWithReadScope from './authorization/no-write-with-read-scope.ts'
import requireAdminPrivilege from './authorization/require-admin-privilege.ts'
import noDuplicateKey from './document/no-duplicate-key.ts'
import noMisplacedSecurity from './document/no-misplaced-security.ts'
import specConformance from './document/spec-conformance.ts'
import noBearerTokenInQuery from './exposure/no-bearer-token-in-query.ts'
import noCredentialInResponse from './exposure/no-credential-in-response.ts'
import noCredentialInUrl from './exposure/no-credential-in-url.ts'
import noPersonalDataInUrl from './exposure/no-personal-data-in-url.ts'
import noSensitiveDataPublic from './exposure/no-sensitive-data-public.ts'
import require429Response from './limits/require-429-response.ts'
import requireRateLimitHeaders from './limits/require-rate-limit-headers.ts'
import requireRateLimitOnLogin from './limits/require-rate-limit-on-login.ts'
import requireRetryAfter from './limits/require-retry-after.ts'
import noCleartextBrokerCredentials from './messaging/no-cleartext-broker-credentials.ts'
import noCredentialInBindingUrl from './messaging/no-credential-in-binding-url.ts'
import noCredentialInMessageHeader from './messaging/no-credential-in-message-header.ts'
import noOpenQueuePolicy from './messaging/no-open-queue-policy.ts'
import noPersonalDataInAddress from './messaging/no-personal-data-in-address.ts'
import noPlaintextProtocol from './messaging/no-plaintext-protocol.ts'
import noPlaintextSchemaRegistry from './messaging/no-plaintext-schema-registry.ts'
import noPublicTestBroker from './messaging/no-public-test-broker.ts'
import noRetainedSensitiveMessage from './messaging/no-retained-sensitive-message.ts'
import noSaslPlain from './messaging/no-sasl-plain.ts'
import noSecretInAddress from './messaging/no-secret-in-address.ts'
import noSharedBrokerKey from './messaging/no-shared-broker-key.ts'
import noUndeclaredChannelParameter from './messaging/no-undeclared-channel-parameter.ts'
import noUndeclaredOperationMessage from './messaging/no-undeclared-operation-message.ts'
import noUnlimitedQueueAction from './messaging/no-unlimited-queue-action.ts'
import noUnrestrictedReplyAddress from './messaging/no-unrestricted-reply-address.ts'
import noWildcardAddress from './messaging/no-wildcard-address.ts'
import requireBoundedAddressParameter from './messaging/require-bounded-address-parameter.ts'
import requireBoundedPayload from './messaging/require-bounded-payload.ts'
import requireBoundedReplyAddress from './messaging/require-bounded-reply-address.ts'
import requireBrokerAuthentication from './messaging/require-broker-authentication.ts'
import requireChannelServers from './messaging/require-channel-servers.ts'
import requireMessageContentType from './messaging/require-message-content-type.ts'
import requireMessageSchema from './messaging/require-message-schema.ts'
import requireObjectHeaders from './messaging/require-object-headers.ts'
import requireReplayProtection from './messaging/require-replay-protection.ts'
import requireWebsocketOrigin from './messaging/require-websocket-origin.ts'
import noMassAssignment from './requests/no-mass-assignment.ts'
import noMethodOverride from './requests/no-method-override.ts'
import noSharedRequestResponseSchema from './requests/no-shared-request-response-schema.ts'
import noTraceMethod from './requests/no-trace-method.ts'
import noUnsafeGet from './requests/no-unsafe-get.ts'
import requireClosedRequest from './requests/require-closed-request.ts'
import noDefaultCredential from './secrets/no-default-credential.ts'
import noLifelikeSecretExample from './secrets/no-lifelike-secret-example.ts'
import noPossibleSecret from './secrets/no-possible-secret.ts'
import noSecretLiteral from './secrets/no-secret-literal.ts'
import noUrlUserinfo from './secrets/no-url-userinfo.ts'
import noWeakPasswordPolicy from './secrets/no-weak-password-policy.ts'
import requirePasswordFormat from './secrets/require-password-format.ts'
import noCleartextCredentials from './transport/no-cleartext-credentials.ts'
import noPlaintextOauthUrl from './transport/no-plaintext-oauth-url.ts'
import noPlaintextServer from './transport/no-plaintext-server.ts'
import noUnlistedIssuer from './transport/no-unlisted-issuer.ts'
import noUnlistedServer from './transport/no-unlisted-server.ts'

export const rules: readonly RegisteredRule[] = [
  { category: 'authentication', rule: noAmbiguousSchemeName },
  { category: 'authentication', rule: noAnonymousRead },
  { category: 'authentication', rule: noAnonymousWrite },
  { category: 'authentication', rule: noApiKeyInQuery },
  { category: 'authentication', rule: noBasicAuthentication },
  { category: 'authentication', rule: noDeprecatedScheme },
  { category: 'authentication', rule: noImplicitFlow },
  { category: 'authentication', rule: noLegacyAuthentication },
  { category: 'authentication', rule: noLoginOverGet },
  { category: 'authentication', rule: noOptionalAuthentication },
  { category: 'authentication', rule: noPasswordFlow },
  { category: 'authentication', rule: noScopeWithoutOauth },
  { category: 'authentication', rule: noShadowAuthentication },
  { category: 'authentication', rule: noSharedKeyForUserData },
  { category: 'authentication', rule: noSplitRequirement },
  { category: 'authentication', rule: noUndefinedSecurityScheme },
  { category: 'authentication', rule: noUnknownHttpScheme },
  { category: 'authentication', rule: noUnlistedSecurityScheme },
  { category: 'authentication', rule: noUnusedSecurityScheme },
  { category: 'authentication', rule: noWeakAlternative },
  { category: 'authentication', rule: requireAuthentication },
  { category: 'authentication', rule: requireConsistentAuthentication },
  { category: 'authentication', rule: requireDefaultSecurity },
  { category: 'authorization', rule: noScopeBypass },
  { category: 'authorization', rule: noUndefinedScope },
  { category: 'authorization', rule: noWriteWithReadScope },
  { category: 'authorization', rule: requireAdminPrivilege },
  { category: 'document', rule: noDuplicateKey },
  { category: 'document', rule: noMisplacedSecurity },
  { category: 'document', rule: specConformance },
  { category: 'exposure', rule: noBearerTokenInQuery },
  { category: 'exposure', rule: noCredentialInResponse },
  { category: 'exposure', rule: noCredentialInUrl },
  { category: 'exposure', rule: noPersonalDataInUrl },
  { category: 'exposure', rule: noSensitiveDataPublic },
  { category: 'limits', rule: require429Response },
  { category: 'limits', rule: requireRateLimitHeaders },
  { category: 'limits', rule: requireRateLimitOnLogin },
  { category: 'limits', rule: requireRetryAfter },
  { category: 'messaging', rule: noCleartextBrokerCredentials },
  { category: 'messaging', rule: noCredentialInBindingUrl },
  { category: 'messaging', rule: noCredentialInMessageHeader },
  { category: 'messaging', rule: noOpenQueuePolicy },
  { category: 'messaging', rule: noPersonalDataInAddress },
  { category: 'messaging', rule: noPlaintextProtocol },
  { category: 'messaging', rule: noPlaintextSchemaRegistry },
  { category: 'messaging', rule: noPublicTestBroker },
  { category: 'messaging', rule: noRetainedSensitiveMessage },
  { category: 'messaging', rule: noSaslPlain },
  { category: 'messaging', rule: noSecretInAddress },
  { category: 'messaging', rule: noSharedBrokerKey },
  { category: 'messaging', rule: noUndeclaredChannelParameter },
  { category: 'messaging', rule: noUndeclaredOperationMessage },
  { category: 'messaging', rule: noUnlimitedQueueAction },
  { category: 'messaging', rule: noUnrestrictedReplyAddress },
  { category: 'messaging', rule: noWildcardAddress },
  { category: 'messaging', rule: requireBoundedAddressParameter },
  { category: 'messaging', rule: requireBoundedPayload },
  { category: 'messaging', rule: requireBoundedReplyAddress },
  { category: 'messaging', rule: requireBrokerAuthentication },
  { category: 'messaging', rule: requireChannelServers },
  { category: 'messaging', rule: requireMessageContentType },
  { category: 'messaging', rule: requireMessageSchema },
  { category: 'messaging', rule: requireObjectHeaders },
  { category: 'messaging', rule: requireReplayProtection },
  { category: 'messaging', rule: requireWebsocketOrigin },
  { category: 'requests', rule: noMassAssignment },
  { category: 'requests', rule: noMethodOverride },
  { category: 'requests', rule: noSharedRequestResponseSchema },
  { category: 'requests', rule: noTraceMethod },
  { category: 'requests', rule: noUnsafeGet },
  { category: 'requests', rule: requireClosedRequest },
  { category: 'secrets', rule: noDefaultCredential },
  { category: 'secrets', rule: noLifelikeSecretExample },
  { category: 'secrets', rule: noPossibleSecret },
  { category: 'secrets', rule: noSecretLiteral },
  { category: 'secrets', rule: noUrlUserinfo },
  { category: 'secrets', rule: noWeakPasswordPolicy },
  { category: 'secrets', rule: requirePasswordFormat },
  { category: 'transport', rule: noCleartextCredentials },
  { category: 'transport', rule: noPlaintextOauthUrl },
  { category: 'transport', rule: noPlaintextServer },
  { category: 'transport', rule: noUnlistedIssuer },
  { category: 'transport', rule: noUnlistedServer },
]
