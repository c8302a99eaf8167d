/** Where metadata lies, the usual place first. Authorization servers answer at either, and clients read both alike. */
export const PLACES: Readonly<Record<string, readonly string[]>> = {
  openIdConnectUrl: ['/.well-known/openid-configuration', '/.well-known/oauth-authorization-server'],
  oauth2MetadataUrl: ['/.well-known/oauth-authorization-server', '/.well-known/openid-configuration'],
}

/** True for a field that holds the URL of the metadata of an authorization server. */
export function isMetadata(field: string): boolean {
  return Object.hasOwn(PLACES, field)
}
