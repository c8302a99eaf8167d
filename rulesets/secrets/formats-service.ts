import { row, type SecretFormat } from './format.ts'
import { isDiscordToken } from './proofs.ts'

/** Services for messages, payments and content. By the providers' own documents, and by what they have registered for secret scanning. */
export const SERVICE_FORMATS: readonly SecretFormat[] = [
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
  row(
    'telegram-token',
    'Telegram bot token',
    ':AA[A-Za-z0-9_-]{33}',
    '\\d{8,10}:AA(?<random>[A-Za-z0-9_-]{33})',
  ),
  row('stripe-key', 'Stripe live key', '[sr]k_live_', '[sr]k_live_(?<random>[A-Za-z0-9]{24,128})'),
  row(
    'square-token',
    'Square token',
    'sq0[a-z]{3}-|EAAA[A-Za-z0-9_-]{60}',
    'sq0(?:atp-(?<random>[A-Za-z0-9_-]{22})|csp-[A-Za-z0-9_-]{43})|EAAA[A-Za-z0-9_-]{60}',
  ),
  row(
    'shopify-token',
    'Shopify token',
    'shp[a-z]{2}_[a-fA-F0-9]{9}',
    'shp(?:at|ca|pa|ss)_(?<random>[a-fA-F0-9]{32})',
  ),
  // an account id alone is no secret; followed by its token it is
  row('twilio-token', 'Twilio auth token', 'AC[0-9a-f]{32}:', 'AC[0-9a-f]{32}:(?<random>[0-9a-f]{32})'),
  row(
    'sendgrid-key',
    'SendGrid API key',
    'SG\\.[A-Za-z0-9_-]{22}',
    'SG\\.(?<random>[A-Za-z0-9_-]{22}\\.[A-Za-z0-9_-]{43})',
  ),
  row(
    'mailgun-key',
    'Mailgun API key',
    'key-[0-9a-f]{32}|[0-9a-f]{32}-[0-9a-f]{8}-',
    'key-(?<random>[0-9a-f]{32})|[0-9a-f]{32}-[0-9a-f]{8}-[0-9a-f]{8}',
  ),
  row('mailchimp-key', 'Mailchimp API key', '-us\\d', '(?<random>[0-9a-f]{32})-us\\d{1,2}'),
  row('brevo-key', 'Brevo API key', 'xkeysib-', 'xkeysib-(?<random>[a-f0-9]{64}-[A-Za-z0-9]{16})'),
  row(
    'airtable-token',
    'Airtable token',
    'pat[A-Za-z0-9]{14}\\.',
    'pat[A-Za-z0-9]{14}\\.(?<random>[a-f0-9]{64})',
  ),
  row(
    'slack-config-token',
    'Slack token',
    'xoxe(?:\\.xox[bp])?-\\d-M',
    'xoxe(?:\\.xox[bp])?-\\d-M(?<random>[A-Za-z0-9]{140,170})',
  ),
  row(
    'teams-webhook',
    'Microsoft Teams webhook URL',
    'webhook\\.office\\.com/webhookb2/',
    'webhook\\.office\\.com/webhookb2/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}@[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/IncomingWebhook/(?<random>[a-f0-9]{32})/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}',
  ),
  row(
    'discord-token',
    'Discord bot token',
    '[MNO][A-Za-z0-9_-]{23,27}\\.[A-Za-z0-9_-]{6}\\.',
    '[MNO][A-Za-z0-9_-]{23,27}\\.[A-Za-z0-9_-]{6}\\.(?<random>[A-Za-z0-9_-]{27,38})',
    isDiscordToken,
  ),
  row('twilio-key-id', 'Twilio API key id', 'SK[0-9a-f]{32}', 'SK(?<random>[0-9a-f]{32})'),
  row(
    'braintree-token',
    'Braintree access token',
    'access_token\\$production\\$',
    'access_token\\$production\\$[0-9a-z]{16}\\$(?<random>[0-9a-f]{32})',
  ),
  row(
    'plaid-token',
    'Plaid access token',
    'access-production-',
    'access-production-(?<random>[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})',
  ),
  row('flutterwave-key', 'Flutterwave secret key', 'FLWSECK-', 'FLWSECK-(?<random>[A-Za-z0-9]{32})-X'),
  row('shippo-token', 'Shippo live token', 'shippo_live_', 'shippo_live_(?<random>[a-f0-9]{40})'),
  row('duffel-token', 'Duffel live token', 'duffel_live_', 'duffel_live_(?<random>[A-Za-z0-9_-]{43})'),
  row('easypost-key', 'EasyPost production key', 'EZAK[A-Za-z0-9]{9}', 'EZAK(?<random>[A-Za-z0-9]{54})'),
  row(
    'hubspot-token',
    'HubSpot token',
    'pat-[a-z]{2}\\d-',
    'pat-[a-z]{2}\\d-(?<random>[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})',
  ),
  row('notion-token', 'Notion token', 'ntn_[A-Za-z0-9]{9}', 'ntn_(?<random>[A-Za-z0-9]{46})'),
  row('contentful-token', 'Contentful token', 'CFPAT-', 'CFPAT-(?<random>[A-Za-z0-9_-]{43})'),
  row('typeform-token', 'Typeform token', 'tfp_[A-Za-z0-9]{9}', 'tfp_(?<random>[A-Za-z0-9_.=-]{59})'),
]
