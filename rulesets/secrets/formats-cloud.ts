import { row, type SecretFormat } from './format.ts'
import { isLastingSignature } from './proofs.ts'

/** Clouds, what runs in them, and what watches over it. By the providers' own documents, and by what they have registered for secret scanning. */
export const CLOUD_FORMATS: readonly SecretFormat[] = [
  // base 32 without 0, 1, 8 and 9; words in capitals have no digits
  row(
    'aws-key-id',
    'AWS access key id',
    'A(?:KIA|SIA|BIA|CCA)[A-Z2-7]{9}',
    '(?:AKIA|ASIA|ABIA|ACCA)(?<random>[A-Z2-7]{16})',
    (match) => /[2-7]/.test(match),
  ),
  row('google-api-key', 'Google API key', 'AIza[A-Za-z0-9_-]{9}', 'AIza(?<random>[A-Za-z0-9_-]{35})'),
  row('google-client-secret', 'Google OAuth client secret', 'GOCSPX-', 'GOCSPX-(?<random>[A-Za-z0-9_-]{28})'),
  row(
    'azure-account-key',
    'Azure storage account key',
    'AccountKey=',
    'AccountKey=(?<random>[A-Za-z0-9+/]{86})==',
    // the key of the storage emulator is printed in its manual
    (match) => !/^AccountKey=Eby8vdM02xNO/.test(match),
  ),
  row(
    'azure-access-key',
    'Azure shared access key',
    'SharedAccessKey=',
    'SharedAccessKey=(?<random>[A-Za-z0-9+/]{43})=',
  ),
  row(
    'azure-sas',
    'Azure shared access signature',
    'sig=[A-Za-z0-9%]{9}',
    // in any order, from the beginning of the query on; the version is always there
    '(?<=^|[?&\\s"\'<>(]|SharedAccessSignature=)(?:[a-z]{2,6}=[^\\s"\'<>&]{0,200}&){0,15}sig=(?<random>(?:[A-Za-z0-9]|%2[BbFf]){43,60})(?:%3[Dd]|=)(?:&[a-z]{2,6}=[^\\s"\'<>&]{0,200}){0,15}',
    isLastingSignature,
  ),
  row('digitalocean-token', 'DigitalOcean token', 'do[opr]_v1_', 'do[opr]_v1_(?<random>[a-f0-9]{64})'),
  row('databricks-token', 'Databricks token', 'dapi[0-9a-f]{32}', 'dapi(?<random>[0-9a-f]{32})(?:-\\d)?'),
  row(
    'grafana-token',
    'Grafana token',
    'gl(?:sa|c)_',
    'glsa_(?<random>[A-Za-z0-9]{32}_[a-f0-9]{8})|glc_eyJ[A-Za-z0-9+/]{40,400}={0,2}',
  ),
  row(
    'newrelic-key',
    'New Relic key',
    'NR(?:AK|II|IQ|RA)-',
    'NR(?:AK-(?<random>[A-Z0-9]{27})|I[IQ]-[A-Za-z0-9_-]{32}|RA-[a-f0-9]{42})',
  ),
  row(
    'aws-bedrock-key',
    'AWS Bedrock API key',
    'ABSK[A-Za-z0-9+/]{9}',
    'ABSK(?<random>[A-Za-z0-9+/]{109,269})={0,2}',
  ),
  row(
    'google-refresh-token',
    'Google refresh token',
    '1//0[A-Za-z0-9_-]{9}',
    '1//0(?<random>[A-Za-z0-9_-]{60,120})',
  ),
  // the fourth to sixth characters are the mark
  row(
    'entra-client-secret',
    'Microsoft Entra client secret',
    '\\dQ~[A-Za-z0-9_~.-]{9}',
    '[A-Za-z0-9_~.]{3}\\dQ~(?<random>[A-Za-z0-9_~.-]{31,34})',
  ),
  row('azure-devops-token', 'Azure DevOps token', 'AZDO', '(?<random>[A-Za-z0-9]{76})AZDO[A-Za-z0-9]{4}'),
  row(
    'alibaba-key-id',
    'Alibaba Cloud access key id',
    'LTAI[A-Za-z0-9]{9}',
    'LTAI(?<random>[A-Za-z0-9]{20})',
  ),
  row(
    'cloudflare-origin-key',
    'Cloudflare Origin CA key',
    'v1\\.0-[a-f0-9]{24}-',
    'v1\\.0-[a-f0-9]{24}-(?<random>[a-f0-9]{146})',
  ),
  row('heroku-key', 'Heroku API key', 'HRKU-', 'HRKU-(?<random>[A-Za-z0-9_-]{36,64})'),
  row('netlify-token', 'Netlify token', 'nfp_[A-Za-z0-9]{9}', 'nfp_(?<random>[A-Za-z0-9]{36})'),
  row(
    'tailscale-key',
    'Tailscale key',
    'tskey-',
    'tskey-(?:auth|api|client|scim|webhook)-[A-Za-z0-9]{8,20}-(?<random>[A-Za-z0-9]{20,40})',
  ),
  row(
    'planetscale-token',
    'PlanetScale token',
    'pscale_',
    'pscale_(?:tkn|pw|oauth)_(?<random>[A-Za-z0-9_=.-]{32,64})',
  ),
  row(
    'supabase-token',
    'Supabase token',
    'sb(?:p|_secret)_',
    'sb(?:p|_secret)_(?<random>[A-Za-z0-9_-]{31,40})',
  ),
  row('newrelic-license-key', 'New Relic license key', 'FFFFNRAL', '(?<random>[a-f0-9]{32})FFFFNRAL'),
  row(
    'dynatrace-token',
    'Dynatrace token',
    'dt0[a-z]\\d\\d\\.',
    'dt0[a-z]\\d\\d\\.[A-Z0-9]{24}\\.(?<random>[A-Z0-9]{64})',
  ),
  row('okta-token', 'Okta API token', 'SSWS 00', 'SSWS 00(?<random>[A-Za-z0-9_-]{40})'),
]
