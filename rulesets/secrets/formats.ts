import { hasChecksum, isBasic, isJwt, isLastingSignature, isPrivateKey } from './proofs.ts'

/** One form of secret that can be told by itself. */
export interface SecretFormat {
  /** Part of fingerprints: never to be changed. */
  readonly id: string
  /** In words, for a message. */
  readonly kind: string
  /** Source of a regular expression that is cheap to look for, and without which `pattern` cannot match. */
  readonly hint: string
  /**
   * The secret, with its borders. The group `random` is what has to look random (all of it where there is none); the
   * group `secret` is what has to stay hidden, where that is not the whole.
   */
  readonly pattern: RegExp
  /** What makes a match certain beside its form. */
  readonly proof?: (match: string) => boolean
}

const row = (
  id: string,
  kind: string,
  hint: string,
  pattern: string,
  proof?: SecretFormat['proof'],
): SecretFormat => ({
  id,
  kind,
  hint,
  pattern: new RegExp(`(?<![A-Za-z0-9_])(?:${pattern})(?![A-Za-z0-9])`, 'g'),
  ...(proof ? { proof } : {}),
})

/** By the providers' own documents, and by what they have registered for secret scanning. */
export const SECRET_FORMATS: readonly SecretFormat[] = [
  // base 32 without 0, 1, 8 and 9; words in capitals have no digits
  row(
    'aws-key-id',
    'AWS access key id',
    'A(?:KIA|SIA)[A-Z2-7]{9}',
    '(?:AKIA|ASIA)(?<random>[A-Z2-7]{16})',
    (match) => /[2-7]/.test(match),
  ),
  row(
    'github-token',
    'GitHub token',
    'gh[pousr]_[A-Za-z0-9]{9}',
    'gh[pousr]_(?<random>[A-Za-z0-9]{36,76})',
    hasChecksum,
  ),
  row(
    'github-fine-grained-token',
    'GitHub token',
    'github_pat_',
    'github_pat_(?<random>[A-Za-z0-9]{22}_[A-Za-z0-9]{59})',
  ),
  row('npm-token', 'npm token', 'npm_[A-Za-z0-9]{36}', 'npm_(?<random>[A-Za-z0-9]{36})', hasChecksum),
  row(
    'gitlab-token',
    'GitLab token',
    'gl(?:pa|dt|rt|pt|cb|ag|ft|so|imt|oas)[a-z]{0,4}-',
    'gl(?:pat|dt|rt|ptt|cbt|agent|ft|soat|imt|oas)-(?<random>[A-Za-z0-9_-]{20,64})',
  ),
  row(
    'slack-token',
    'Slack token',
    'xox[abeoprs]-\\d',
    'xox[abeoprs]-(?:\\d{9,14}-){1,3}(?<random>[A-Za-z0-9]{20,64})',
  ),
  row(
    'slack-app-token',
    'Slack token',
    'xapp-\\d-A',
    'xapp-\\d-A[A-Z0-9]{8,12}-\\d{10,14}-(?<random>[a-f0-9]{64})',
  ),
  row(
    'slack-webhook',
    'Slack webhook URL',
    'hooks\\.slack\\.com/services/T',
    'hooks\\.slack\\.com/services/T[A-Z0-9]{8,12}/B[A-Z0-9]{8,12}/(?<random>[A-Za-z0-9]{24})',
  ),
  row(
    'discord-webhook',
    'Discord webhook URL',
    'discord(?:app)?\\.com/api/webhooks/\\d',
    'discord(?:app)?\\.com/api/webhooks/\\d{17,20}/(?<random>[A-Za-z0-9_-]{60,80})',
  ),
  row('google-api-key', 'Google API key', 'AIza[A-Za-z0-9_-]{9}', 'AIza(?<random>[A-Za-z0-9_-]{35})'),
  row('google-client-secret', 'Google OAuth client secret', 'GOCSPX-', 'GOCSPX-(?<random>[A-Za-z0-9_-]{28})'),
  row('stripe-key', 'Stripe live key', '[sr]k_live_', '[sr]k_live_(?<random>[A-Za-z0-9]{24,128})'),
  // an account id alone is no secret; followed by its token it is
  row('twilio-token', 'Twilio auth token', 'AC[0-9a-f]{32}:', 'AC[0-9a-f]{32}:(?<random>[0-9a-f]{32})'),
  row(
    'sendgrid-key',
    'SendGrid API key',
    'SG\\.[A-Za-z0-9_-]{22}',
    'SG\\.(?<random>[A-Za-z0-9_-]{22}\\.[A-Za-z0-9_-]{43})',
  ),
  row('mailgun-key', 'Mailgun API key', 'key-[0-9a-f]{32}', 'key-(?<random>[0-9a-f]{32})'),
  row('mailchimp-key', 'Mailchimp API key', '-us\\d', '(?<random>[0-9a-f]{32})-us\\d{1,2}'),
  row('brevo-key', 'Brevo API key', 'xkeysib-', 'xkeysib-(?<random>[a-f0-9]{64}-[A-Za-z0-9]{16})'),
  // the first bytes are a macaroon's that names the index
  row(
    'pypi-token',
    'PyPI token',
    'pypi-AgE',
    'pypi-AgE(?:IcHlwaS5vcmc|NdGVzdC5weXBpLm9yZw)(?<random>[A-Za-z0-9_-]{50,250})',
  ),
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
    // in any order; the version is always there
    '(?:[a-z]{2,6}=[^\\s"\'<>&]{0,200}&){0,15}sig=(?<random>(?:[A-Za-z0-9]|%2[BbFf]){43,60})(?:%3[Dd]|=)(?:&[a-z]{2,6}=[^\\s"\'<>&]{0,200}){0,15}',
    isLastingSignature,
  ),
  // in the middle of every key stands `OpenAI` in base 64
  row(
    'openai-key',
    'OpenAI API key',
    'T3BlbkFJ',
    'sk-(?:[a-z]+-)?(?<random>[A-Za-z0-9_-]{20,100}T3BlbkFJ[A-Za-z0-9_-]{20,100})',
  ),
  row(
    'anthropic-key',
    'Anthropic API key',
    'sk-ant-',
    'sk-ant-[a-z]+\\d\\d-(?<random>[A-Za-z0-9_-]{80,120})',
  ),
  row(
    'shopify-token',
    'Shopify token',
    'shp[a-z]{2}_[a-fA-F0-9]{9}',
    'shp(?:at|ca|pa|ss)_(?<random>[a-fA-F0-9]{32})',
  ),
  row('digitalocean-token', 'DigitalOcean token', 'do[opr]_v1_', 'do[opr]_v1_(?<random>[a-f0-9]{64})'),
  row(
    'doppler-token',
    'Doppler token',
    'dp\\.[a-z]{2,5}\\.',
    'dp\\.(?:pt|st|ct|sa|scim|audit)\\.(?:[a-z0-9_-]+\\.)?(?<random>[A-Za-z0-9]{40,44})',
  ),
  row(
    'vault-token',
    'HashiCorp Vault token',
    'hv[sbr]\\.[A-Za-z0-9_-]{9}',
    'hv[sbr]\\.(?<random>[A-Za-z0-9_-]{24,300})',
  ),
  row(
    'terraform-token',
    'Terraform Cloud token',
    '\\.atlasv1\\.',
    '[A-Za-z0-9]{14}\\.atlasv1\\.(?<random>[A-Za-z0-9_-]{60,70})',
  ),
  row(
    'square-token',
    'Square token',
    'sq0[a-z]{3}-',
    'sq0(?:atp-(?<random>[A-Za-z0-9_-]{22})|csp-[A-Za-z0-9_-]{43})',
  ),
  row(
    'telegram-token',
    'Telegram bot token',
    ':AA[A-Za-z0-9_-]{33}',
    '\\d{8,10}:AA(?<random>[A-Za-z0-9_-]{33})',
  ),
  row('databricks-token', 'Databricks token', 'dapi[0-9a-f]{32}', 'dapi(?<random>[0-9a-f]{32})(?:-\\d)?'),
  row('grafana-token', 'Grafana token', 'glsa_', 'glsa_(?<random>[A-Za-z0-9]{32}_[a-f0-9]{8})'),
  row('postman-key', 'Postman API key', 'PMAK-', 'PMAK-(?<random>[a-f0-9]{24}-[a-f0-9]{34})'),
  row('atlassian-token', 'Atlassian API token', 'ATATT3', 'ATATT3(?<random>[A-Za-z0-9_=-]{150,250})'),
  row(
    'airtable-token',
    'Airtable token',
    'pat[A-Za-z0-9]{14}\\.',
    'pat[A-Za-z0-9]{14}\\.(?<random>[a-f0-9]{64})',
  ),
  row('linear-key', 'Linear API key', 'lin_api_', 'lin_api_(?<random>[A-Za-z0-9]{40})'),
  row('newrelic-key', 'New Relic key', 'NRAK-', 'NRAK-(?<random>[A-Z0-9]{27})'),
  row('hugging-face-token', 'Hugging Face token', 'hf_[A-Za-z]{9}', 'hf_(?<random>[A-Za-z]{34})', (match) =>
    /[a-z][A-Z]/.test(match),
  ),
  row('docker-token', 'Docker Hub token', 'dckr_[po]at_', 'dckr_[po]at_(?<random>[A-Za-z0-9_-]{27,32})'),
  row('rubygems-key', 'RubyGems API key', 'rubygems_', 'rubygems_(?<random>[a-f0-9]{48})'),
  row('age-key', 'age secret key', 'AGE-SECRET-KEY-1', 'AGE-SECRET-KEY-1(?<random>[0-9A-Z]{58})'),
  {
    id: 'private-key',
    kind: 'private key',
    hint: 'PRIVATE KEY',
    pattern:
      /-----BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----(?<random>[^-]{64,20000})-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g,
    proof: isPrivateKey,
  },
  row(
    'jwt',
    'JSON Web Token',
    'eyJ[A-Za-z0-9_-]{9}',
    'eyJ[A-Za-z0-9_-]{10,2000}\\.eyJ[A-Za-z0-9_-]{2,8000}\\.(?<random>[A-Za-z0-9_-]{27,1400})',
    isJwt,
  ),
  row(
    'basic',
    'user name with its password',
    '[Bb]asic [A-Za-z0-9+/]{9}',
    '[Bb]asic +(?<secret>[A-Za-z0-9+/]{9,400}={0,2})(?![=])',
    isBasic,
  ),
]

/** An AWS secret access key has no mark of its own: it is looked for beside an access key id. */
export const AWS_SECRET: SecretFormat = {
  id: 'aws-secret-key',
  kind: 'AWS secret access key',
  hint: '',
  pattern: /(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{40}(?![A-Za-z0-9+/=])/g,
  proof: (match) => /[A-Z]/.test(match) && /[a-z]/.test(match) && /[0-9]/.test(match),
}
