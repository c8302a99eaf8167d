// Where what rules refer to is published.

const OPENAPI = {
  '2.0': 'https://spec.openapis.org/oas/v2.0.html',
  '3.0.4': 'https://spec.openapis.org/oas/v3.0.4.html',
  '3.1.1': 'https://spec.openapis.org/oas/v3.1.1.html',
  '3.2.0': 'https://spec.openapis.org/oas/v3.2.0.html',
}

/** Beginnings of references, each with the address of what they name; the longest that fits counts. */
const PUBLISHED = [
  ['OpenAPI Specification', 'https://spec.openapis.org/oas/'],
  ['OpenAPI Format Registry', 'https://spec.openapis.org/registry/format/'],
  ['Overlay Specification', 'https://spec.openapis.org/overlay/'],
  ['Arazzo Specification', 'https://spec.openapis.org/arazzo/'],
  ['AsyncAPI Specification', 'https://www.asyncapi.com/docs/reference/specification/latest'],
  ['AsyncAPI bindings', 'https://github.com/asyncapi/bindings'],
  ['AsyncAPI 2', 'https://www.asyncapi.com/docs/reference/specification/v2.6.0'],
  ['AsyncAPI 3', 'https://www.asyncapi.com/docs/reference/specification/v3.0.0'],
  ['JSON Schema 2020-12 Validation', 'https://json-schema.org/draft/2020-12/json-schema-validation'],
  ['JSON Schema 2020-12', 'https://json-schema.org/draft/2020-12/json-schema-core'],
  ['ECMA-262', 'https://tc39.es/ecma262/'],
  ['Fetch Standard', 'https://fetch.spec.whatwg.org/'],
  ['HTML Standard', 'https://html.spec.whatwg.org/'],
  ['URL Standard', 'https://url.spec.whatwg.org/'],
  ['Content Security Policy Level 3', 'https://www.w3.org/TR/CSP3/'],
  ['CommonMark 0.31.2', 'https://spec.commonmark.org/0.31.2/'],
  ['CloudEvents 1.0.2', 'https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md'],
  ['FAPI 2.0 Message Signing', 'https://openid.net/specs/fapi-message-signing-2_0.html'],
  ['OpenID Connect Discovery 1.0', 'https://openid.net/specs/openid-connect-discovery-1_0.html'],
  ['MQTT 5.0', 'https://docs.oasis-open.org/mqtt/mqtt/v5.0/mqtt-v5.0.html'],
  ['NATS, Subject-Based Messaging', 'https://docs.nats.io/nats-concepts/subjects'],
  ['NIST SP 800-63B-4', 'https://pages.nist.gov/800-63-4/sp800-63b.html'],
  ['OWASP ASVS 5.0', 'https://owasp.org/www-project-application-security-verification-standard/'],
  ['ASVS 5.0', 'https://owasp.org/www-project-application-security-verification-standard/'],
  ['PCI DSS 4.0.1', 'https://www.pcisecuritystandards.org/document_library/'],
  ['GDPR', 'https://eur-lex.europa.eu/eli/reg/2016/679/oj'],
  ['Standard Webhooks', 'https://www.standardwebhooks.com/'],
  [
    'Model Context Protocol 2025-06-18',
    'https://modelcontextprotocol.io/specification/2025-06-18/server/tools',
  ],
  ['GraphQL', 'https://spec.graphql.org/'],
  ['UTS #39', 'https://www.unicode.org/reports/tr39/'],
  ['UAX #9', 'https://www.unicode.org/reports/tr9/'],
  ['YAML 1.2.2', 'https://yaml.org/spec/1.2.2/'],
  ['IANA HTTP Authentication Scheme Registry', 'https://www.iana.org/assignments/http-authschemes'],
  ['ISO/IEC 7812-1', 'https://www.iso.org/standard/70484.html'],
  ['XML 1.0', 'https://www.w3.org/TR/xml/'],
  [
    'Amazon API Gateway',
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions.html',
  ],
  [
    'Amazon SQS Developer Guide, security best practices',
    'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-security-best-practices.html',
  ],
  ['Google Cloud', 'https://cloud.google.com/endpoints/docs/openapi/openapi-extensions'],
  [
    'Alibaba Cloud API Gateway',
    'https://www.alibabacloud.com/help/en/api-gateway/traditional-api-gateway/user-guide/import-api-gateway-extensions-based-on-swagger',
  ],
  ['OWASP Top 10 for LLM Applications 2025', 'https://genai.owasp.org/llm-top-10/'],
  ['Kong', 'https://developer.konghq.com/'],
  ['Tyk', 'https://tyk.io/docs/'],
  ['WSO2 API Manager', 'https://apim.docs.wso2.com/'],
  ['SARIF', 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html'],
]

/** A reference as Markdown: with a link where it is known where to find it. */
export function referenceLink(text) {
  const url = addressOf(text)
  return url === undefined ? text : `[${text}](${url})`
}

/** @returns {string | undefined} */
export function addressOf(text) {
  const rfc = /^RFC (\d+)(?:, (?:section|appendix) ([A-Z\d][\d.]*\b))?/.exec(text)
  if (rfc) {
    const [, number, section] = rfc
    const anchor = section === undefined ? '' : `#${/^\d/.test(section) ? 'section' : 'appendix'}-${section}`
    return `https://www.rfc-editor.org/rfc/rfc${number}${anchor}`
  }
  const draft = /^(draft-[a-z0-9-]+)/.exec(text)?.[1]
  if (draft !== undefined) return `https://datatracker.ietf.org/doc/${draft}/`
  const cve = /^CVE-\d{4}-\d+/.exec(text)?.[0]
  if (cve !== undefined) return `https://www.cve.org/CVERecord?id=${cve}`
  return openApiAddress(text) ?? PUBLISHED.find(([start]) => text.startsWith(start))?.[1]
}

function openApiAddress(text) {
  const [, version, rest = ''] = /^OpenAPI (\d\.\d(?:\.\d)?)(.*)$/.exec(text) ?? []
  if (version === undefined || !Object.hasOwn(OPENAPI, version)) return undefined
  const object = /, ([A-Z]\w*(?: \w+)* Object)\b/.exec(rest)?.[1]
  const anchor = object === undefined ? '' : `#${object.toLowerCase().replaceAll(' ', '-')}`
  return `${OPENAPI[version]}${anchor}`
}
