import { describe, expect, test } from 'vitest'
import { NO_FACTS } from './model.ts'
import { classifyField, classifyName, type FieldFacts, type Sensitivity } from './sensitivity.ts'

function show(sensitivity: Sensitivity | undefined): string {
  return sensitivity ? `${sensitivity.confidence} ${sensitivity.dataClass} ${sensitivity.term}` : 'nothing'
}

describe('a credential', () => {
  test.for([
    ['password', 'password'],
    ['pwd', 'password'],
    ['userPassword', 'password'],
    ['new_password', 'password'],
    ['passwordConfirmation', 'password'],
    ['filter[password]', 'password'],
    ['MerchantPassword', 'password'],
    ['privateKeyPassword', 'password'],
    ['PASSWD', 'password'],
    ['passcode', 'passcode'],
    ['passPhrase', 'passphrase'],
    ['oneTimePassword', 'one-time password'],
    ['otp', 'one-time password'],
    ['totp_code', 'one-time password'],
    ['recovery_code', 'recovery code'],
    ['cvv', 'card security code'],
    ['cvc2', 'card security code'],
    ['cardSecurityCode', 'card security code'],
    ['seed_phrase', 'seed phrase'],
    ['secret', 'secret'],
    ['secretKey', 'secret'],
    ['tokenSecret', 'secret'],
    ['client_secret', 'client secret'],
    ['stripeSecret', 'secret'],
    ['api_key', 'api key'],
    ['apiKey', 'api key'],
    ['APIKEY', 'api key'],
    ['X-API-Key', 'api key'],
    ['openai_api_key', 'api key'],
    ['private_key', 'private key'],
    ['privateKeyPem', 'private key'],
    ['access_token', 'access token'],
    ['refreshToken', 'refresh token'],
    ['id_token', 'id token'],
    ['sessionToken', 'session token'],
    ['sasToken', 'sas token'],
    ['resetToken', 'reset token'],
    ['X-Amz-Security-Token', 'security token'],
    ['page_access_token', 'access token'],
    ['jwt', 'jwt'],
    ['Authorization', 'authorization'],
    ['code_verifier', 'code verifier'],
    ['accessTokenForDevice', 'access token'],
    ['webhook_auth_header_value', 'auth header'],
  ] as const)('is certain: %s', ([name, term]) => {
    expect(show(classifyName(name))).toBe(`certain credential ${term}`)
  })

  test.for([
    ['token', 'token'],
    ['plugin_payment_token', 'token'],
    ['tokens', 'token'],
    ['api_keys', 'api key'],
    ['hashed_password', 'password'],
    ['passwordHash', 'password'],
    ['secrets', 'secret'],
    ['pin', 'PIN'],
    ['pinCode', 'PIN'],
    ['session', 'session'],
    ['user_session_id', 'session id'],
    ['auth', 'auth'],
    ['access_key', 'access key'],
    ['signingKey', 'signing key'],
    ['psk', 'psk'],
    ['verification_code', 'verification code'],
    ['credentials', 'credentials'],
  ] as const)('is likely: %s', ([name, term]) => {
    expect(show(classifyName(name))).toBe(`likely credential ${term}`)
  })

  test.for([
    ...[
      'pageToken',
      'nextToken',
      'continuationToken',
      'cursorToken',
      'sync_token',
      'resumptionToken',
      '$skipToken',
    ],
    ...['csrf_token', 'X-XSRF-TOKEN', 'recaptchaToken', 'idempotency_token', 'publicToken', 'max_tokens'],
    ...['input_tokens', 'completionTokens', 'cached_tokens', 'total_output_tokens', 'num_tokens_per_chunk'],
    ...[
      'tokenType',
      'tokenize',
      'token_id',
      'tokenLastFour',
      'token_expires_at',
      'tokenService',
      'type_of_token',
    ],
    ...['secretariat_id', 'secretName', 'secret_scanning', 'secretRef', 'secret_type', 'hide_secret'],
    ...[
      'passwordPolicy',
      'password_min_length',
      'passwordHint',
      'passwordRequired',
      'passwordUrl',
      'resetPasswordUrl',
    ],
    ...[
      'hasPassword',
      'is_password',
      'userHasStrongPassword',
      'showPassword',
      'AskPassword',
      'must_change_password',
    ],
    ...[
      'publicKey',
      'partitionKey',
      'sort_key',
      'primaryKey',
      'foreignKey',
      'cache_key',
      'translationKey',
      'key',
    ],
    ...['publicApiKey', 'publishable_key', 'api_key_id', 'apiKeyName', 'generateApiKey', 'IdempotencyKey'],
    ...['pinned', 'pinCount', 'spin', 'gpio_pin', 'comment_pin', 'otpRequired', 'totp_unlink', 'skip_pin'],
    ...['sessionCount', 'session_timeout', 'upload_session_id', 'klarnaSessionId', 'sessions'],
    ...[
      'author',
      'authority',
      'authType',
      'auth_method',
      'authorization_url',
      'authorized',
      'keyboard',
      'passengerId',
    ],
    ...[
      'signature',
      'sig',
      'X-Amz-Signature',
      'passport_id',
      'pass_through_ports',
      'bypass',
      'keyword',
      'monkey',
    ],
    ...['seed', 'hash', 'certificate', 'credentialType', 'authButtonPassphrase', 'allow_credentials', 'code'],
    ...['', 'constructor', '__proto__', 'toString'],
  ])('is not %s', (name) => {
    expect(show(classifyName(name))).not.toContain('credential')
  })
})

describe('a name that nobody writes', () => {
  test.for(['value_'.repeat(20_000), `${'x_'.repeat(20_000)}password`])('is judged at once', (name) => {
    const own = { ...NO_FACTS.sensitiveNames, personal: ['badge number'] }
    expect(classifyName(name, own)).toBeUndefined()
  })
})

describe('personal data', () => {
  test.for([
    ['email', 'certain personal email address'],
    ['E-Mail', 'certain personal email address'],
    ['emailAddress', 'certain personal email address'],
    ['actor_emails[]', 'certain personal email address'],
    ['emailFrom', 'certain personal email address'],
    ['support_email', 'nothing'],
    ['businessContactEmail', 'likely personal email address'],
    ['emailHash', 'likely personal email address'],
    ['phone', 'certain personal phone number'],
    ['phoneNumber', 'certain personal phone number'],
    ['mobile', 'likely personal phone number'],
    ['ssn', 'certain personal social security number'],
    ['socialsecuritynumber', 'certain personal social security number'],
    ['nationalInsuranceNumber', 'certain personal national identity number'],
    ['taxId', 'likely personal tax number'],
    ['passportNumber', 'certain personal passport number'],
    ['driversLicenseNumber', 'certain personal driving licence number'],
    ['dateOfBirth', 'certain personal date of birth'],
    ['dob', 'certain personal date of birth'],
    ['birthDate', 'certain personal date of birth'],
    ['addressLine1', 'certain personal postal address'],
    ['address2', 'likely personal postal address'],
    ['street', 'likely personal postal address'],
    ['latitude', 'likely personal location'],
    ['first_name', 'likely personal first name'],
    ['full_name', 'likely personal full name'],
    ['client_ip', 'likely personal IP address'],
    ['geburtsdatum', 'certain personal date of birth'],
    ['dateDeNaissance', 'certain personal date of birth'],
    ['fecha_nacimiento', 'certain personal date of birth'],
    ['Sozialversicherungsnummer', 'certain personal social security number'],
    ['telefonnummer', 'certain personal phone number'],
    ['numéroDeTéléphone', 'certain personal phone number'],
    ['correo_electronico', 'certain personal email address'],
    ['nachname', 'likely personal surname'],
  ] as const)('%s: %s', ([name, expected]) => {
    expect(show(classifyName(name))).toBe(expected)
  })

  test.for([
    ...[
      'emailVerified',
      'email_subject',
      'emailTemplate',
      'sendEmail',
      'email_domain',
      'email_status',
      'noDob',
    ],
    ...['phoneType', 'phone_number_sid', 'microphone', 'phoneCountryCode', 'mobilePay', 'has_phone'],
    ...[
      'name',
      'fileName',
      'displayName',
      'repository_full_name',
      'address',
      'ip_address',
      'macAddress',
      'server_ip',
    ],
    ...[
      'addressType',
      'streetlightId',
      'taxRate',
      'license',
      'organizationTaxId',
      'businessTaxNumber',
      'zipball_url',
    ],
  ])('is not %s', (name) => {
    expect(classifyName(name)).toBeUndefined()
  })
})

describe('financial data', () => {
  test.for([
    ['cardNumber', 'certain financial card number'],
    ['CARDNUMBER', 'certain financial card number'],
    ['credit_card_number', 'certain financial card number'],
    ['primary_account_number', 'certain financial card number'],
    ['encryptedCardNumber', 'likely financial card number'],
    ['pan', 'likely financial card number'],
    ['accountNumber', 'certain financial account number'],
    ['bank_account_number', 'certain financial account number'],
    ['merchantAccountNumber', 'likely financial account number'],
    ['iban', 'certain financial IBAN'],
    ['receiver_iban', 'certain financial IBAN'],
    ['routingNumber', 'likely financial routing number'],
    ['sortCode', 'likely financial sort code'],
    ['balance', 'likely financial balance'],
    ['kontonummer', 'certain financial account number'],
    ['numero_de_tarjeta', 'certain financial card number'],
    ['kartennummerTyp', 'nothing'],
    ['maskedCardNumber', 'nothing'],
    ['track2', 'likely financial card track data'],
    ['audioTrack2', 'nothing'],
    ['track3', 'nothing'],
    ['trackId', 'nothing'],
    ['accountNumberType', 'nothing'],
    ['cardId', 'nothing'],
    ['leaveBalance', 'nothing'],
    ['country_iban', 'nothing'],
  ] as const)('%s: %s', ([name, expected]) => {
    expect(show(classifyName(name))).toBe(expected)
  })
})

describe('what a schema says of a field', () => {
  test.for<readonly [string, FieldFacts, string]>([
    ['password', { type: ['boolean'] }, 'nothing'],
    ['password', { type: ['boolean', 'null'] }, 'nothing'],
    ['password', { type: ['string', 'null'] }, 'certain credential password'],
    ['password', { type: [] }, 'certain credential password'],
    ['password', { type: ['object'] }, 'nothing'],
    ['token', { type: ['integer'] }, 'nothing'],
    ['pin', { type: ['integer'] }, 'likely credential PIN'],
    ['phone', { type: ['integer'] }, 'certain personal phone number'],
    ['email', { type: ['boolean'] }, 'nothing'],
    ['latitude', { type: ['number'] }, 'likely personal location'],
    ['recovery_codes', { type: ['array'] }, 'likely credential recovery code'],
    ['secrets', { type: ['string'], enum: ['read', 'write'] }, 'nothing'],
    ['gender', { type: ['string'], enum: ['f', 'm', 'x'] }, 'likely personal gender'],
    ['password', { type: ['string'], format: 'date-time' }, 'nothing'],
    ['secret', { type: ['string'], format: 'uri' }, 'nothing'],
    ['birthDate', { type: ['string'], format: 'date' }, 'certain personal date of birth'],
  ])('%s with %j is %s', ([name, facts, expected]) => {
    expect(show(classifyField(name, facts))).toBe(expected)
  })

  test.for<readonly [string, FieldFacts, string, Sensitivity['by']]>([
    ['value', { format: 'password' }, 'certain credential password', 'format'],
    ['key', { type: ['string'], format: 'password' }, 'certain credential password', 'format'],
    ['token', { format: 'password' }, 'certain credential token', 'name'],
    ['contact', { format: 'email' }, 'certain personal email address', 'format'],
    ['contact', { format: 'idn-email' }, 'certain personal email address', 'format'],
    ['notes', { 'x-pii': true }, 'certain personal personal data', 'annotation'],
    ['blob', { 'x-ms-secret': true }, 'certain credential secret', 'annotation'],
    ['notes', { 'x-data-classification': 'PCI' }, 'certain financial financial data', 'annotation'],
    ['mobile', { 'x-pii': true }, 'certain personal phone number', 'name'],
    ['notes', { 'x-sensitive': true }, 'certain personal sensitive data', 'annotation'],
    ['notes', { 'x-data-classification': 'Restricted' }, 'certain personal sensitive data', 'annotation'],
    ['notes', { 'x-data-classification': 'top secret' }, 'certain personal sensitive data', 'annotation'],
    [
      'notes',
      { 'x-data-classification': ['confidential', 'PHI'] },
      'certain personal personal data',
      'annotation',
    ],
    ['notes', { 'x-pci': true }, 'certain financial financial data', 'annotation'],
    ['notes', { 'x-privacy': 'personal' }, 'certain personal personal data', 'annotation'],
    ['pan', { examples: ['4111111111111111'] }, 'certain financial card number', 'name'],
    ['number', { examples: ['4111 1111 1111 1111'] }, 'certain financial card number', 'name'],
    ['bank_account', { examples: ['DE89370400440532013000'] }, 'certain financial IBAN', 'name'],
  ])('tells of sensitive data whatever the name: %s with %j', ([name, facts, expected, by]) => {
    const sensitivity = classifyField(name, facts)
    expect(show(sensitivity)).toBe(expected)
    expect(sensitivity?.by).toBe(by)
  })

  test.for<FieldFacts>([
    { format: 'uuid' },
    { format: 'date-time' },
    { 'x-pii': false },
    { 'x-sensitive': 'no' },
    { 'x-data-classification': true },
    { 'x-data-classification': 'public' },
    { 'x-data-classification': 'non-PII' },
    { 'x-data-classification': 'not sensitive' },
    { 'x-pii': 'none' },
    { examples: ['4111111111111111', 'DE89370400440532013000'] },
    {},
  ])('makes nothing of %j', (facts) => {
    expect(classifyField('notes', facts)).toBeUndefined()
  })
})

describe('an example', () => {
  test.for<readonly [string, FieldFacts, string]>([
    ['number', { examples: ['1234567890123456', 17] }, 'nothing'],
    ['number', {}, 'nothing'],
    ['pan', { examples: ['panorama'] }, 'likely financial card number'],
    ['cardNumberHash', { examples: ['4111111111111111'] }, 'likely financial card number'],
    ['balance', { examples: ['4111111111111111'] }, 'likely financial balance'],
  ])('leaves %s with %j at %s', ([name, facts, expected]) => {
    expect(show(classifyField(name, facts))).toBe(expected)
  })
})

describe("the organisation's own names", () => {
  const extra = {
    ...NO_FACTS.sensitiveNames,
    personal: ['badge number', 'krbTgt', 'nhs'],
    credential: ['page-token', 'tokenId'],
  }

  test.for([
    ['badgeNumber', 'certain personal badge number'],
    ['BADGE_NUMBER', 'certain personal badge number'],
    ['badgenumber', 'certain personal badge number'],
    ['old-badge-numbers', 'certain personal badge number'],
    ['isBadgeNumber', 'certain personal badge number'],
    ['krb_tgt', 'certain personal krbTgt'],
    ['KRBTGT', 'certain personal krbTgt'],
    ['pageToken', 'certain credential page-token'],
    ['token_id', 'certain credential tokenId'],
    ['badgeNumberType', 'nothing'],
    ['badge', 'nothing'],
    ['password', 'certain credential password'],
  ] as const)('%s: %s', ([name, expected]) => {
    expect(show(classifyName(name, extra))).toBe(expected)
  })

  test('win over what the schema says', () => {
    expect(classifyField('nhs', { type: ['integer'] }, extra)?.by).toBe('policy')
  })

  test('change nothing where there are none', () => {
    expect(show(classifyName('pageToken', NO_FACTS.sensitiveNames))).toBe('nothing')
  })
})
