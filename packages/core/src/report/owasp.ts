/** Where the OWASP API Security Top 10, edition 2023, is published. */
export const OWASP_URL = 'https://owasp.org/API-Security/editions/2023/en/'

/** Risks of the OWASP API Security Top 10, edition 2023: id, title and the end of the address of the page. */
const OWASP: Readonly<Record<string, readonly [title: string, page: string]>> = {
  'API1:2023': ['Broken Object Level Authorization', '0xa1-broken-object-level-authorization/'],
  'API2:2023': ['Broken Authentication', '0xa2-broken-authentication/'],
  'API3:2023': [
    'Broken Object Property Level Authorization',
    '0xa3-broken-object-property-level-authorization/',
  ],
  'API4:2023': ['Unrestricted Resource Consumption', '0xa4-unrestricted-resource-consumption/'],
  'API5:2023': ['Broken Function Level Authorization', '0xa5-broken-function-level-authorization/'],
  'API6:2023': [
    'Unrestricted Access to Sensitive Business Flows',
    '0xa6-unrestricted-access-to-sensitive-business-flows/',
  ],
  'API7:2023': ['Server Side Request Forgery', '0xa7-server-side-request-forgery/'],
  'API8:2023': ['Security Misconfiguration', '0xa8-security-misconfiguration/'],
  'API9:2023': ['Improper Inventory Management', '0xa9-improper-inventory-management/'],
  'API10:2023': ['Unsafe Consumption of APIs', '0xaa-unsafe-consumption-of-apis/'],
}

/** Title and address of an OWASP risk; undefined for one of another edition. */
export function owaspRisk(id: string): { readonly title: string; readonly url: string } | undefined {
  const found = Object.hasOwn(OWASP, id) ? OWASP[id] : undefined
  return found && { title: found[0], url: `${OWASP_URL}${found[1]}` }
}
