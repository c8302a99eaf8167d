// Generated from the folders by `npm run generate`; do not edit.
import type { RegisteredRule } from '@specward/core'
import noAmbiguousSchemeName from './authentication/no-ambiguous-scheme-name.ts'
import noAnonymousRead from './authentication/no-anonymous-read.ts'
import noAnonymousWrite from './authentication/no-anonymous-write.ts'
import noApiKeyInQuery from './authentication/no-api-key-in-query.ts'
import noBasicAuthentication from './authentication/no-basic-authentication.ts'
import noDeprecatedScheme from './authentication/no-deprecated-scheme.ts'
import noDeviceFlow from './authentication/no-device-flow.ts'
import noGatewayBypass from './authentication/no-gateway-bypass.ts'
import noHandmadePasswordGrant from './authentication/no-handmade-password-grant.ts'
import noImplicitFlow from './authentication/no-implicit-flow.ts'
import noInvalidOauthUrl from './authentication/no-invalid-oauth-url.ts'
import noLegacyAuthentication from './authentication/no-legacy-authentication.ts'
import noLoginOverGet from './authentication/no-login-over-get.ts'
import noMisplacedRefreshUrl from './authentication/no-misplaced-refresh-url.ts'
import noOddDiscoveryUrl from './authentication/no-odd-discovery-url.ts'
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
import noUserEnumeration from './authentication/no-user-enumeration.ts'
import noWeakAlternative from './authentication/no-weak-alternative.ts'
import noWeakerDeprecatedOperation from './authentication/no-weaker-deprecated-operation.ts'
import requireAuthentication from './authentication/require-authentication.ts'
import requireConsistentAuthentication from './authentication/require-consistent-authentication.ts'
import requireDefaultSecurity from './authentication/require-default-security.ts'
import requirePkce from './authentication/require-pkce.ts'
import requireSenderConstrainedToken from './authentication/require-sender-constrained-token.ts'
import requireWebhookAuthentication from './authentication/require-webhook-authentication.ts'
import requireWebhookReplayProtection from './authentication/require-webhook-replay-protection.ts'
import noAmbiguousPathSecurity from './authorization/no-ambiguous-path-security.ts'
import noCaseVariantPath from './authorization/no-case-variant-path.ts'
import noClientSuppliedIdentity from './authorization/no-client-supplied-identity.ts'
import noEnumerableId from './authorization/no-enumerable-id.ts'
import noForwardingHeader from './authorization/no-forwarding-header.ts'
import noIdentityHeader from './authorization/no-identity-header.ts'
import noOverbroadScope from './authorization/no-overbroad-scope.ts'
import noReadWithWriteScope from './authorization/no-read-with-write-scope.ts'
import noScopeBypass from './authorization/no-scope-bypass.ts'
import noScopeMissingInFlow from './authorization/no-scope-missing-in-flow.ts'
import noUndefinedScope from './authorization/no-undefined-scope.ts'
import noUnusedScope from './authorization/no-unused-scope.ts'
import noWriteWithReadScope from './authorization/no-write-with-read-scope.ts'
import requireAdminPrivilege from './authorization/require-admin-privilege.ts'
import requireScope from './authorization/require-scope.ts'
import requireScopeFormat from './authorization/require-scope-format.ts'
import noAuthenticatedPreflight from './browser/no-authenticated-preflight.ts'
import noCacheableSensitiveData from './browser/no-cacheable-sensitive-data.ts'
import noCacheableToken from './browser/no-cacheable-token.ts'
import noCorsAnyMethod from './browser/no-cors-any-method.ts'
import noCorsAnyOriginWithCredentials from './browser/no-cors-any-origin-with-credentials.ts'
import noCorsNullOrigin from './browser/no-cors-null-origin.ts'
import noIgnoredHeader from './browser/no-ignored-header.ts'
import noJsonp from './browser/no-jsonp.ts'
import noOpenRedirect from './browser/no-open-redirect.ts'
import noSharedCacheOfSensitiveData from './browser/no-shared-cache-of-sensitive-data.ts'
import noWildcardResponseType from './browser/no-wildcard-response-type.ts'
import requireCookieFlags from './browser/require-cookie-flags.ts'
import requireCsrfProtection from './browser/require-csrf-protection.ts'
import requireResponseHeader from './browser/require-response-header.ts'
import requireWwwAuthenticate from './browser/require-www-authenticate.ts'
import noActiveContent from './document/no-active-content.ts'
import noAgentInstruction from './document/no-agent-instruction.ts'
import noAmbiguousPath from './document/no-ambiguous-path.ts'
import noDuplicateKey from './document/no-duplicate-key.ts'
import noDuplicateOperationId from './document/no-duplicate-operation-id.ts'
import noDuplicateParameter from './document/no-duplicate-parameter.ts'
import noIdenticalPath from './document/no-identical-path.ts'
import noInvisibleCharacter from './document/no-invisible-character.ts'
import noMisplacedSecurity from './document/no-misplaced-security.ts'
import noPlaintextReference from './document/no-plaintext-reference.ts'
import noQueryInPath from './document/no-query-in-path.ts'
import noReferenceEscape from './document/no-reference-escape.ts'
import noUndeclaredPathParameter from './document/no-undeclared-path-parameter.ts'
import noUnnormalisedPath from './document/no-unnormalised-path.ts'
import noUnsafeYamlTag from './document/no-unsafe-yaml-tag.ts'
import noUntrustedReference from './document/no-untrusted-reference.ts'
import noWeakeningOverlay from './document/no-weakening-overlay.ts'
import specConformance from './document/spec-conformance.ts'
import noBodyOnBodylessResponse from './errors/no-body-on-bodyless-response.ts'
import noInternalsInError from './errors/no-internals-in-error.ts'
import noStackTraceExample from './errors/no-stack-trace-example.ts'
import require401Response from './errors/require-401-response.ts'
import require403Response from './errors/require-403-response.ts'
import requireProblemDetails from './errors/require-problem-details.ts'
import requireResponseSchema from './errors/require-response-schema.ts'
import requireStatusResponse from './errors/require-status-response.ts'
import requireSuccessResponse from './errors/require-success-response.ts'
import requireValidationResponse from './errors/require-validation-response.ts'
import noBearerTokenInQuery from './exposure/no-bearer-token-in-query.ts'
import noCardDataInResponse from './exposure/no-card-data-in-response.ts'
import noCredentialInResponse from './exposure/no-credential-in-response.ts'
import noCredentialInServerUrl from './exposure/no-credential-in-server-url.ts'
import noCredentialInUrl from './exposure/no-credential-in-url.ts'
import noFullRecordInList from './exposure/no-full-record-in-list.ts'
import noPersonalDataInUrl from './exposure/no-personal-data-in-url.ts'
import noRealCardNumber from './exposure/no-real-card-number.ts'
import noSensitiveDataPublic from './exposure/no-sensitive-data-public.ts'
import noSensitiveResponseHeader from './exposure/no-sensitive-response-header.ts'
import noUnusedSensitiveSchema from './exposure/no-unused-sensitive-schema.ts'
import noAmbiguousParameter from './input/no-ambiguous-parameter.ts'
import noCodeInput from './input/no-code-input.ts'
import noDangerousUploadType from './input/no-dangerous-upload-type.ts'
import noEmptyValue from './input/no-empty-value.ts'
import noFreeFormQuery from './input/no-free-form-query.ts'
import noInvalidMediaType from './input/no-invalid-media-type.ts'
import noMisdeclaredUpload from './input/no-misdeclared-upload.ts'
import noReservedCharacters from './input/no-reserved-characters.ts'
import noUnrestrictedCallbackUrl from './input/no-unrestricted-callback-url.ts'
import noUnrestrictedFetchUrl from './input/no-unrestricted-fetch-url.ts'
import noUnrestrictedUrlInput from './input/no-unrestricted-url-input.ts'
import noUnsafeDeserialization from './input/no-unsafe-deserialization.ts'
import noWildcardMediaType from './input/no-wildcard-media-type.ts'
import requireClosedThirdPartyData from './input/require-closed-third-party-data.ts'
import requireHardenedParser from './input/require-hardened-parser.ts'
import requireMediaTypes from './input/require-media-types.ts'
import requireSafeFileName from './input/require-safe-file-name.ts'
import requireUploadLimits from './input/require-upload-limits.ts'
import noDevelopmentServer from './inventory/no-development-server.ts'
import noExpiredOperation from './inventory/no-expired-operation.ts'
import noInternalHost from './inventory/no-internal-host.ts'
import noParallelVersions from './inventory/no-parallel-versions.ts'
import noPlaceholderServer from './inventory/no-placeholder-server.ts'
import noPublicDebugEndpoint from './inventory/no-public-debug-endpoint.ts'
import noSharedIssuerAcrossEnvironments from './inventory/no-shared-issuer-across-environments.ts'
import noUnusedComponent from './inventory/no-unused-component.ts'
import requireContact from './inventory/require-contact.ts'
import requireServer from './inventory/require-server.ts'
import requireServerPurpose from './inventory/require-server-purpose.ts'
import requireSunset from './inventory/require-sunset.ts'
import noUnboundedRecursion from './limits/no-unbounded-recursion.ts'
import noUnguardedBusinessFlow from './limits/no-unguarded-business-flow.ts'
import noUnlimitedGraphql from './limits/no-unlimited-graphql.ts'
import require429Response from './limits/require-429-response.ts'
import requireBoundedBulk from './limits/require-bounded-bulk.ts'
import requireBoundedList from './limits/require-bounded-list.ts'
import requireBoundedMap from './limits/require-bounded-map.ts'
import requireBoundedNumber from './limits/require-bounded-number.ts'
import requireBoundedPageSize from './limits/require-bounded-page-size.ts'
import requireBoundedText from './limits/require-bounded-text.ts'
import requirePagination from './limits/require-pagination.ts'
import requireRateLimitHeaders from './limits/require-rate-limit-headers.ts'
import requireRateLimitOnExpensiveOperation from './limits/require-rate-limit-on-expensive-operation.ts'
import requireRateLimitOnLogin from './limits/require-rate-limit-on-login.ts'
import requireRestrictedText from './limits/require-restricted-text.ts'
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
import noCatastrophicPattern from './patterns/no-catastrophic-pattern.ts'
import noDelimitedPattern from './patterns/no-delimited-pattern.ts'
import noDoubleEscapedPattern from './patterns/no-double-escaped-pattern.ts'
import noImpossiblePattern from './patterns/no-impossible-pattern.ts'
import noInvalidPattern from './patterns/no-invalid-pattern.ts'
import noSlowPattern from './patterns/no-slow-pattern.ts'
import noUnanchoredAlternative from './patterns/no-unanchored-alternative.ts'
import noUniversalPattern from './patterns/no-universal-pattern.ts'
import noValueAgainstPattern from './patterns/no-value-against-pattern.ts'
import noWideRange from './patterns/no-wide-range.ts'
import requireAnchoredPattern from './patterns/require-anchored-pattern.ts'
import noDeleteBody from './requests/no-delete-body.ts'
import noGetBody from './requests/no-get-body.ts'
import noMassAssignment from './requests/no-mass-assignment.ts'
import noMethodOverride from './requests/no-method-override.ts'
import noRequiredReadOnly from './requests/no-required-read-only.ts'
import noSharedRequestResponseSchema from './requests/no-shared-request-response-schema.ts'
import noTraceMethod from './requests/no-trace-method.ts'
import noUnconfirmedAgentAction from './requests/no-unconfirmed-agent-action.ts'
import noUnsafeGet from './requests/no-unsafe-get.ts'
import noUnsafeQuery from './requests/no-unsafe-query.ts'
import requireClosedRequest from './requests/require-closed-request.ts'
import requireContentDigest from './requests/require-content-digest.ts'
import requireIdempotencyKey from './requests/require-idempotency-key.ts'
import requireMessageSignature from './requests/require-message-signature.ts'
import requirePrecondition from './requests/require-precondition.ts'
import noBrokenDiscriminator from './schemas/no-broken-discriminator.ts'
import noConflictingType from './schemas/no-conflicting-type.ts'
import noContradictoryAccess from './schemas/no-contradictory-access.ts'
import noDefaultForRequired from './schemas/no-default-for-required.ts'
import noFloatingPointMoney from './schemas/no-floating-point-money.ts'
import noImpossibleComposition from './schemas/no-impossible-composition.ts'
import noImpossibleValue from './schemas/no-impossible-value.ts'
import noIneffectiveFormat from './schemas/no-ineffective-format.ts'
import noIneffectiveKeyword from './schemas/no-ineffective-keyword.ts'
import noInvalidDefault from './schemas/no-invalid-default.ts'
import noInvalidExample from './schemas/no-invalid-example.ts'
import noInvertedBounds from './schemas/no-inverted-bounds.ts'
import noLostReferenceSibling from './schemas/no-lost-reference-sibling.ts'
import noMisspeltKeyword from './schemas/no-misspelt-keyword.ts'
import noNullableKeyword from './schemas/no-nullable-keyword.ts'
import noOptionalDiscriminator from './schemas/no-optional-discriminator.ts'
import noRedundantBound from './schemas/no-redundant-bound.ts'
import noShapelessObject from './schemas/no-shapeless-object.ts'
import noUndefinedRequired from './schemas/no-undefined-required.ts'
import noUnknownFormat from './schemas/no-unknown-format.ts'
import noUnreachableBound from './schemas/no-unreachable-bound.ts'
import noUnreachableValue from './schemas/no-unreachable-value.ts'
import noUnreadKeyword from './schemas/no-unread-keyword.ts'
import requireBodySchema from './schemas/require-body-schema.ts'
import requireClosedObject from './schemas/require-closed-object.ts'
import requireTypedInput from './schemas/require-typed-input.ts'
import noDefaultCredential from './secrets/no-default-credential.ts'
import noLifelikeSecretExample from './secrets/no-lifelike-secret-example.ts'
import noPossibleSecret from './secrets/no-possible-secret.ts'
import noSecretInWorkflow from './secrets/no-secret-in-workflow.ts'
import noSecretLiteral from './secrets/no-secret-literal.ts'
import noTokenInWorkflowOutput from './secrets/no-token-in-workflow-output.ts'
import noUrlUserinfo from './secrets/no-url-userinfo.ts'
import noWeakPasswordPolicy from './secrets/no-weak-password-policy.ts'
import noWeakTokenExample from './secrets/no-weak-token-example.ts'
import requirePasswordFormat from './secrets/require-password-format.ts'
import noCertificateWithoutTls from './transport/no-certificate-without-tls.ts'
import noCleartextCredentials from './transport/no-cleartext-credentials.ts'
import noForeignServer from './transport/no-foreign-server.ts'
import noInvalidServerUrl from './transport/no-invalid-server-url.ts'
import noIpAddressServer from './transport/no-ip-address-server.ts'
import noOpenServerVariable from './transport/no-open-server-variable.ts'
import noPlaintextBackend from './transport/no-plaintext-backend.ts'
import noPlaintextCallback from './transport/no-plaintext-callback.ts'
import noPlaintextOauthUrl from './transport/no-plaintext-oauth-url.ts'
import noPlaintextServer from './transport/no-plaintext-server.ts'
import noRedirectToHttps from './transport/no-redirect-to-https.ts'
import noUndefinedServerVariable from './transport/no-undefined-server-variable.ts'
import noUnlistedIssuer from './transport/no-unlisted-issuer.ts'
import noUnlistedServer from './transport/no-unlisted-server.ts'
import noUnusedServerVariable from './transport/no-unused-server-variable.ts'

export const rules: readonly RegisteredRule[] = [
  { category: 'authentication', rule: noAmbiguousSchemeName },
  { category: 'authentication', rule: noAnonymousRead },
  { category: 'authentication', rule: noAnonymousWrite },
  { category: 'authentication', rule: noApiKeyInQuery },
  { category: 'authentication', rule: noBasicAuthentication },
  { category: 'authentication', rule: noDeprecatedScheme },
  { category: 'authentication', rule: noDeviceFlow },
  { category: 'authentication', rule: noGatewayBypass },
  { category: 'authentication', rule: noHandmadePasswordGrant },
  { category: 'authentication', rule: noImplicitFlow },
  { category: 'authentication', rule: noInvalidOauthUrl },
  { category: 'authentication', rule: noLegacyAuthentication },
  { category: 'authentication', rule: noLoginOverGet },
  { category: 'authentication', rule: noMisplacedRefreshUrl },
  { category: 'authentication', rule: noOddDiscoveryUrl },
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
  { category: 'authentication', rule: noUserEnumeration },
  { category: 'authentication', rule: noWeakAlternative },
  { category: 'authentication', rule: noWeakerDeprecatedOperation },
  { category: 'authentication', rule: requireAuthentication },
  { category: 'authentication', rule: requireConsistentAuthentication },
  { category: 'authentication', rule: requireDefaultSecurity },
  { category: 'authentication', rule: requirePkce },
  { category: 'authentication', rule: requireSenderConstrainedToken },
  { category: 'authentication', rule: requireWebhookAuthentication },
  { category: 'authentication', rule: requireWebhookReplayProtection },
  { category: 'authorization', rule: noAmbiguousPathSecurity },
  { category: 'authorization', rule: noCaseVariantPath },
  { category: 'authorization', rule: noClientSuppliedIdentity },
  { category: 'authorization', rule: noEnumerableId },
  { category: 'authorization', rule: noForwardingHeader },
  { category: 'authorization', rule: noIdentityHeader },
  { category: 'authorization', rule: noOverbroadScope },
  { category: 'authorization', rule: noReadWithWriteScope },
  { category: 'authorization', rule: noScopeBypass },
  { category: 'authorization', rule: noScopeMissingInFlow },
  { category: 'authorization', rule: noUndefinedScope },
  { category: 'authorization', rule: noUnusedScope },
  { category: 'authorization', rule: noWriteWithReadScope },
  { category: 'authorization', rule: requireAdminPrivilege },
  { category: 'authorization', rule: requireScope },
  { category: 'authorization', rule: requireScopeFormat },
  { category: 'browser', rule: noAuthenticatedPreflight },
  { category: 'browser', rule: noCacheableSensitiveData },
  { category: 'browser', rule: noCacheableToken },
  { category: 'browser', rule: noCorsAnyMethod },
  { category: 'browser', rule: noCorsAnyOriginWithCredentials },
  { category: 'browser', rule: noCorsNullOrigin },
  { category: 'browser', rule: noIgnoredHeader },
  { category: 'browser', rule: noJsonp },
  { category: 'browser', rule: noOpenRedirect },
  { category: 'browser', rule: noSharedCacheOfSensitiveData },
  { category: 'browser', rule: noWildcardResponseType },
  { category: 'browser', rule: requireCookieFlags },
  { category: 'browser', rule: requireCsrfProtection },
  { category: 'browser', rule: requireResponseHeader },
  { category: 'browser', rule: requireWwwAuthenticate },
  { category: 'document', rule: noActiveContent },
  { category: 'document', rule: noAgentInstruction },
  { category: 'document', rule: noAmbiguousPath },
  { category: 'document', rule: noDuplicateKey },
  { category: 'document', rule: noDuplicateOperationId },
  { category: 'document', rule: noDuplicateParameter },
  { category: 'document', rule: noIdenticalPath },
  { category: 'document', rule: noInvisibleCharacter },
  { category: 'document', rule: noMisplacedSecurity },
  { category: 'document', rule: noPlaintextReference },
  { category: 'document', rule: noQueryInPath },
  { category: 'document', rule: noReferenceEscape },
  { category: 'document', rule: noUndeclaredPathParameter },
  { category: 'document', rule: noUnnormalisedPath },
  { category: 'document', rule: noUnsafeYamlTag },
  { category: 'document', rule: noUntrustedReference },
  { category: 'document', rule: noWeakeningOverlay },
  { category: 'document', rule: specConformance },
  { category: 'errors', rule: noBodyOnBodylessResponse },
  { category: 'errors', rule: noInternalsInError },
  { category: 'errors', rule: noStackTraceExample },
  { category: 'errors', rule: require401Response },
  { category: 'errors', rule: require403Response },
  { category: 'errors', rule: requireProblemDetails },
  { category: 'errors', rule: requireResponseSchema },
  { category: 'errors', rule: requireStatusResponse },
  { category: 'errors', rule: requireSuccessResponse },
  { category: 'errors', rule: requireValidationResponse },
  { category: 'exposure', rule: noBearerTokenInQuery },
  { category: 'exposure', rule: noCardDataInResponse },
  { category: 'exposure', rule: noCredentialInResponse },
  { category: 'exposure', rule: noCredentialInServerUrl },
  { category: 'exposure', rule: noCredentialInUrl },
  { category: 'exposure', rule: noFullRecordInList },
  { category: 'exposure', rule: noPersonalDataInUrl },
  { category: 'exposure', rule: noRealCardNumber },
  { category: 'exposure', rule: noSensitiveDataPublic },
  { category: 'exposure', rule: noSensitiveResponseHeader },
  { category: 'exposure', rule: noUnusedSensitiveSchema },
  { category: 'input', rule: noAmbiguousParameter },
  { category: 'input', rule: noCodeInput },
  { category: 'input', rule: noDangerousUploadType },
  { category: 'input', rule: noEmptyValue },
  { category: 'input', rule: noFreeFormQuery },
  { category: 'input', rule: noInvalidMediaType },
  { category: 'input', rule: noMisdeclaredUpload },
  { category: 'input', rule: noReservedCharacters },
  { category: 'input', rule: noUnrestrictedCallbackUrl },
  { category: 'input', rule: noUnrestrictedFetchUrl },
  { category: 'input', rule: noUnrestrictedUrlInput },
  { category: 'input', rule: noUnsafeDeserialization },
  { category: 'input', rule: noWildcardMediaType },
  { category: 'input', rule: requireClosedThirdPartyData },
  { category: 'input', rule: requireHardenedParser },
  { category: 'input', rule: requireMediaTypes },
  { category: 'input', rule: requireSafeFileName },
  { category: 'input', rule: requireUploadLimits },
  { category: 'inventory', rule: noDevelopmentServer },
  { category: 'inventory', rule: noExpiredOperation },
  { category: 'inventory', rule: noInternalHost },
  { category: 'inventory', rule: noParallelVersions },
  { category: 'inventory', rule: noPlaceholderServer },
  { category: 'inventory', rule: noPublicDebugEndpoint },
  { category: 'inventory', rule: noSharedIssuerAcrossEnvironments },
  { category: 'inventory', rule: noUnusedComponent },
  { category: 'inventory', rule: requireContact },
  { category: 'inventory', rule: requireServer },
  { category: 'inventory', rule: requireServerPurpose },
  { category: 'inventory', rule: requireSunset },
  { category: 'limits', rule: noUnboundedRecursion },
  { category: 'limits', rule: noUnguardedBusinessFlow },
  { category: 'limits', rule: noUnlimitedGraphql },
  { category: 'limits', rule: require429Response },
  { category: 'limits', rule: requireBoundedBulk },
  { category: 'limits', rule: requireBoundedList },
  { category: 'limits', rule: requireBoundedMap },
  { category: 'limits', rule: requireBoundedNumber },
  { category: 'limits', rule: requireBoundedPageSize },
  { category: 'limits', rule: requireBoundedText },
  { category: 'limits', rule: requirePagination },
  { category: 'limits', rule: requireRateLimitHeaders },
  { category: 'limits', rule: requireRateLimitOnExpensiveOperation },
  { category: 'limits', rule: requireRateLimitOnLogin },
  { category: 'limits', rule: requireRestrictedText },
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
  { category: 'patterns', rule: noCatastrophicPattern },
  { category: 'patterns', rule: noDelimitedPattern },
  { category: 'patterns', rule: noDoubleEscapedPattern },
  { category: 'patterns', rule: noImpossiblePattern },
  { category: 'patterns', rule: noInvalidPattern },
  { category: 'patterns', rule: noSlowPattern },
  { category: 'patterns', rule: noUnanchoredAlternative },
  { category: 'patterns', rule: noUniversalPattern },
  { category: 'patterns', rule: noValueAgainstPattern },
  { category: 'patterns', rule: noWideRange },
  { category: 'patterns', rule: requireAnchoredPattern },
  { category: 'requests', rule: noDeleteBody },
  { category: 'requests', rule: noGetBody },
  { category: 'requests', rule: noMassAssignment },
  { category: 'requests', rule: noMethodOverride },
  { category: 'requests', rule: noRequiredReadOnly },
  { category: 'requests', rule: noSharedRequestResponseSchema },
  { category: 'requests', rule: noTraceMethod },
  { category: 'requests', rule: noUnconfirmedAgentAction },
  { category: 'requests', rule: noUnsafeGet },
  { category: 'requests', rule: noUnsafeQuery },
  { category: 'requests', rule: requireClosedRequest },
  { category: 'requests', rule: requireContentDigest },
  { category: 'requests', rule: requireIdempotencyKey },
  { category: 'requests', rule: requireMessageSignature },
  { category: 'requests', rule: requirePrecondition },
  { category: 'schemas', rule: noBrokenDiscriminator },
  { category: 'schemas', rule: noConflictingType },
  { category: 'schemas', rule: noContradictoryAccess },
  { category: 'schemas', rule: noDefaultForRequired },
  { category: 'schemas', rule: noFloatingPointMoney },
  { category: 'schemas', rule: noImpossibleComposition },
  { category: 'schemas', rule: noImpossibleValue },
  { category: 'schemas', rule: noIneffectiveFormat },
  { category: 'schemas', rule: noIneffectiveKeyword },
  { category: 'schemas', rule: noInvalidDefault },
  { category: 'schemas', rule: noInvalidExample },
  { category: 'schemas', rule: noInvertedBounds },
  { category: 'schemas', rule: noLostReferenceSibling },
  { category: 'schemas', rule: noMisspeltKeyword },
  { category: 'schemas', rule: noNullableKeyword },
  { category: 'schemas', rule: noOptionalDiscriminator },
  { category: 'schemas', rule: noRedundantBound },
  { category: 'schemas', rule: noShapelessObject },
  { category: 'schemas', rule: noUndefinedRequired },
  { category: 'schemas', rule: noUnknownFormat },
  { category: 'schemas', rule: noUnreachableBound },
  { category: 'schemas', rule: noUnreachableValue },
  { category: 'schemas', rule: noUnreadKeyword },
  { category: 'schemas', rule: requireBodySchema },
  { category: 'schemas', rule: requireClosedObject },
  { category: 'schemas', rule: requireTypedInput },
  { category: 'secrets', rule: noDefaultCredential },
  { category: 'secrets', rule: noLifelikeSecretExample },
  { category: 'secrets', rule: noPossibleSecret },
  { category: 'secrets', rule: noSecretInWorkflow },
  { category: 'secrets', rule: noSecretLiteral },
  { category: 'secrets', rule: noTokenInWorkflowOutput },
  { category: 'secrets', rule: noUrlUserinfo },
  { category: 'secrets', rule: noWeakPasswordPolicy },
  { category: 'secrets', rule: noWeakTokenExample },
  { category: 'secrets', rule: requirePasswordFormat },
  { category: 'transport', rule: noCertificateWithoutTls },
  { category: 'transport', rule: noCleartextCredentials },
  { category: 'transport', rule: noForeignServer },
  { category: 'transport', rule: noInvalidServerUrl },
  { category: 'transport', rule: noIpAddressServer },
  { category: 'transport', rule: noOpenServerVariable },
  { category: 'transport', rule: noPlaintextBackend },
  { category: 'transport', rule: noPlaintextCallback },
  { category: 'transport', rule: noPlaintextOauthUrl },
  { category: 'transport', rule: noPlaintextServer },
  { category: 'transport', rule: noRedirectToHttps },
  { category: 'transport', rule: noUndefinedServerVariable },
  { category: 'transport', rule: noUnlistedIssuer },
  { category: 'transport', rule: noUnlistedServer },
  { category: 'transport', rule: noUnusedServerVariable },
]
