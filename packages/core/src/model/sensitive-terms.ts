import type { Confidence, DataClass } from './sensitivity.ts'

/** One thing that can be sensitive, with the ways in which names spell it. */
export interface SensitiveTerm {
  readonly dataClass: DataClass
  /** In words, for a message. */
  readonly term: string
  readonly confidence: Confidence
  /** True when the value may be a number: a PIN, but never a password. */
  readonly numeric: boolean
  /** Words before the term that make it something else. */
  readonly unless: ReadonlySet<string>
  /** Words before the term that make it a guess. */
  readonly doubtful: ReadonlySet<string>
  /** The word right before the term must be one of these. */
  readonly after: ReadonlySet<string> | undefined
  /** Every word before the term must be one of these. */
  readonly only: ReadonlySet<string> | undefined
  /** True when the plural is a list of things, not of values: `sessions`. */
  readonly singular: boolean
}

interface Row {
  /**
   * Spellings, separated by commas, of words as `tokens` gives them, with spaces between; case and separators do not
   * matter in what is found.
   */
  readonly names: string
  /** What messages call it; by default the spelling itself. */
  readonly term?: string
  readonly confidence?: Confidence
  readonly numeric?: boolean
  /** Here and below: words before the term; see {@link SensitiveTerm}. */
  readonly unless?: string
  readonly doubtful?: string
  readonly after?: string
  readonly only?: string
  readonly singular?: boolean
}

/** Before `session`, `auth` and the like: still the one that signs a caller in. */
const OWN = 'x http web browser user auth login sso my new old current api client basic digest proxy webhook'

/** Before contact data: belongs to an organisation rather than to a person. */
const ORGANISATION =
  'business company merchant organization organisation support service store shop office vendor'

const CREDENTIALS: readonly Row[] = [
  {
    term: 'password',
    names: `password, passwd, pwd, htpasswd, passwort, kennwort, wachtwoord, contrasena, contraseña, senha,
      mot de passe, motdepasse`,
  },
  { term: 'password', names: 'pass, pw', after: 'user db database admin login smtp ftp root proxy merchant' },
  { names: 'passphrase, passcode, security answer, secret answer, security question answer' },
  {
    term: 'PIN',
    names: 'pin, pin number',
    confidence: 'likely',
    numeric: true,
    unless: 'gpio input output io led map drop comment ssl tls dns digital analog ground clock',
  },
  { term: 'PIN', names: 'pin code', confidence: 'likely', numeric: true },
  {
    term: 'PIN',
    names:
      'card pin, atm pin, user pin, login pin, access pin, account pin, sim pin, transaction pin, new pin',
    numeric: true,
  },
  {
    term: 'one-time password',
    names: `otp, totp, one time password, one time passcode, one time code, one time pin, otp code, totp code,
      mfa code, 2fa code, two factor code, second factor code, authenticator code, sms code`,
    numeric: true,
  },
  {
    names: `verification code, confirmation code, activation code, authorization code, authentication code,
      auth code, oauth code, exchange code, login code, reset code, access code, device code`,
    confidence: 'likely',
    numeric: true,
  },
  { names: 'recovery code, backup code', numeric: true },
  {
    term: 'card security code',
    names: `cvv, cvc, cvn, cvv code, cvc code, cvv number, cvc number, card verification value,
      card verification code, card verification number, security code, card code`,
    numeric: true,
  },
  {
    names:
      'seed phrase, seed word, recovery phrase, mnemonic phrase, secret phrase, wallet seed, totp seed, mfa seed, otp seed, 2fa seed',
  },
  { names: 'mnemonic, connection string, kubeconfig, assertion, saml response', confidence: 'likely' },
  { names: 'client assertion, code verifier' },
  {
    names:
      'secret, client secret, consumer secret, app secret, shared secret, webhook secret, signing secret',
  },
  { names: 'secret code, secret token, secret word, secret key, secret access key', term: 'secret' },
  { names: 'api key, private key, priv key, subscription key' },
  {
    names: `access key, account key, auth key, authentication key, authorization key, service key, encryption key,
      decryption key, signing key, sign key, master key, shared key, pre shared key, psk, hmac key, session key,
      merchant key, secure key, transaction key, tran key, webhook key, integration key, client key, server key`,
    confidence: 'likely',
  },
  {
    names: `access token, refresh token, id token, auth token, authentication token, authorization token,
      bearer token, session token, security token, api token, oauth token, jwt, jwt token, reset token,
      recovery token, login token, user token, bot token, app token, service token, admin token, account token,
      verification token, verify token, confirmation token, activation token, invite token, invitation token,
      mfa token, 2fa token, impersonation token, sso token, saml token, sas token, subject token, actor token`,
  },
  {
    names: 'token',
    confidence: 'likely',
    // Places in a list, marks of concurrency and repetition, and the units in which language models count.
    unless: `page paging pagination next previous prev continuation continue cursor start resume resumption scroll skip
      sync delta more offset list idempotency concurrency version lock etag change order
      input output prompt completion cache cached reasoning thinking text audio image special stop mask candidate
      judge prediction trained overlap write read lexical`,
  },
  { names: 'session id, session cookie, session', confidence: 'likely', only: OWN, singular: true },
  { term: 'session id', names: 'jsessionid, phpsessid, sessid' },
  { names: 'authorization, proxy authorization, authorization header, auth header', only: OWN },
  { names: 'auth, bearer, cookie', confidence: 'likely', only: OWN, singular: true },
  { term: 'credentials', names: 'credential', confidence: 'likely', unless: 'discoverable resident stored' },
]

const PERSONAL: readonly Row[] = [
  { term: 'email address', names: 'email, email address, mail address, email addr', doubtful: ORGANISATION },
  { term: 'email address', names: 'correo electronico, correo electrónico, courriel, email adresse' },
  { term: 'email address', names: 'mail', confidence: 'likely', only: OWN },
  {
    term: 'phone number',
    names: `phone, phone number, phone no, telephone, telephone number, telephone no, mobile number, mobile no,
      mobile phone, mobile phone number, cell phone, cell phone number, cell number, msisdn`,
    numeric: true,
    doubtful: ORGANISATION,
  },
  {
    term: 'phone number',
    names: `telefon, telefonnummer, handynummer, mobilnummer, telefono, teléfono, numero de telephone,
      numéro de téléphone`,
    numeric: true,
    doubtful: ORGANISATION,
  },
  {
    term: 'phone number',
    names: 'mobile, tel, national number, contact number',
    confidence: 'likely',
    numeric: true,
  },
  {
    term: 'social security number',
    names: `ssn, ssn number, social security number, social security no, social security, social insurance number,
      sozialversicherungsnummer, numero de securite sociale, numéro de sécurité sociale, numero securite sociale,
      numero de seguridad social, número de seguridad social`,
    numeric: true,
  },
  {
    term: 'national identity number',
    names: `national id, national id number, national identifier, national identity number,
      national identification number, national insurance number, nino, nric, identity card number, id card number,
      identity number, citizen id, personal id number, aadhaar, aadhaar number, cpf, bsn, pesel, curp,
      personnummer, codice fiscale, personalausweisnummer, ausweisnummer`,
    numeric: true,
  },
  {
    term: 'tax number',
    names: 'tax id, tax id number, tax number, tax identification number, tax identifier, nin, dni, itin',
    confidence: 'likely',
    numeric: true,
    unless: `${ORGANISATION} vat federal`,
  },
  { names: 'passport number, passport no, reisepassnummer', term: 'passport number' },
  { names: 'passport', term: 'passport number', confidence: 'likely' },
  {
    term: 'driving licence number',
    names: `driver license, driver licence, driving license, driving licence, driver license number,
      driver licence number, driving license number, driving licence number, driver license no`,
  },
  {
    term: 'date of birth',
    names: `date of birth, birth date, birthday, dob, day of birth, geburtsdatum, geburtstag, date de naissance,
      date naissance, fecha de nacimiento, fecha nacimiento`,
    numeric: true,
  },
  {
    names:
      'year of birth, birth year, month of birth, place of birth, birth place, birthplace, country of birth',
    confidence: 'likely',
    numeric: true,
  },
  { term: 'first name', names: 'vorname', confidence: 'likely' },
  { term: 'surname', names: 'nachname, apellido, nom de famille', confidence: 'likely' },
  {
    names: `first name, last name, given name, family name, middle name, maiden name, birth name, surname,
      holder name, cardholder name, account holder name, name on card, patient name`,
    confidence: 'likely',
  },
  {
    names: 'full name',
    confidence: 'likely',
    unless: 'repository repo project group file path class type package module image branch',
  },
  {
    term: 'postal address',
    names: 'street address, home address, residential address, postal address, mailing address, address line',
    doubtful: ORGANISATION,
  },
  {
    term: 'postal address',
    names: `street, street name, house number, billing address, shipping address, delivery address, address 1, address 2, address 3`,
    confidence: 'likely',
    numeric: true,
  },
  { term: 'postal code', names: 'postal code, postcode, zip, zip code', confidence: 'likely', numeric: true },
  {
    term: 'location',
    names:
      'latitude, longitude, lat, lng, geolocation, geo location, geo coordinate, gps coordinate, gps position',
    confidence: 'likely',
    numeric: true,
  },
  {
    names: 'ip address, ip',
    term: 'IP address',
    confidence: 'likely',
    after: 'client user customer visitor shopper',
  },
  { names: 'imei, imsi', confidence: 'likely', numeric: true },
  {
    names: `ethnicity, ethnic origin, sexual orientation, political opinion, medical record number, medical history, health insurance number`,
  },
  { term: 'HIV status', names: 'hiv status, hiv result, hiv test result' },
  {
    names:
      'gender, nationality, religion, marital status, blood type, blood group, medical condition, diagnosis, medication',
    confidence: 'likely',
  },
]

const FINANCIAL: readonly Row[] = [
  {
    term: 'card number',
    names: `card number, card no, card num, cc number, cc num, primary account number, card pan, pan number,
      kreditkartennummer, kartennummer, numero de carte, numéro de carte, numero de tarjeta, número de tarjeta`,
    numeric: true,
  },
  { term: 'card number', names: 'pan, credit card, debit card', confidence: 'likely', numeric: true },
  { term: 'card track data', names: 'track data, track 1 data, track 2 data, magstripe, magnetic stripe' },
  {
    term: 'card track data',
    names: 'track 1, track 2',
    confidence: 'likely',
    only: 'card raw encrypted magstripe magnetic stripe emv swipe',
  },
  {
    names: 'card expiry, card expiration, card expiry date, card expiration date',
    confidence: 'likely',
    numeric: true,
  },
  {
    term: 'account number',
    names: `account number, account no, account num, acct number, acct no, acct num, kontonummer, numero de compte,
      numéro de compte, numero de cuenta, número de cuenta`,
    numeric: true,
    doubtful: 'merchant ledger gl utility customer',
  },
  { term: 'account number', names: 'bank account', confidence: 'likely', numeric: true },
  { term: 'IBAN', names: 'iban, iban number, bban', unless: 'country' },
  { names: 'routing number, aba number, sort code, transit number', confidence: 'likely', numeric: true },
  {
    term: 'balance',
    names: 'balance',
    confidence: 'likely',
    numeric: true,
    unless: 'leave load budget platform',
  },
  { names: 'salary, net worth, credit score', numeric: true },
  { names: 'wage, income', confidence: 'likely', numeric: true },
]

const NONE: ReadonlySet<string> = new Set()

const TERMS = [
  ...entries('credential', CREDENTIALS),
  ...entries('personal', PERSONAL),
  ...entries('financial', FINANCIAL),
]

/** All terms, by their words written together: `accesstoken`. */
export const SENSITIVE_TERMS: ReadonlyMap<string, SensitiveTerm> = new Map(
  TERMS.map(([spelling, term]) => [spelling.replaceAll(' ', ''), term]),
)

/** How terms are spelled in words. */
export const SPELLINGS: readonly string[] = TERMS.map(([spelling]) => spelling)

/** Number of words of the longest term. */
export const LONGEST_TERM = 6

function entries(dataClass: DataClass, rows: readonly Row[]): (readonly [string, SensitiveTerm])[] {
  return rows.flatMap((row) => {
    const { confidence = 'certain', numeric = false, singular = false } = row
    const [unless, doubtful] = [words(row.unless) ?? NONE, words(row.doubtful) ?? NONE]
    const [after, only] = [words(row.after), words(row.only)]
    return row.names.split(',').map((written): [string, SensitiveTerm] => {
      const name = written.trim()
      const term = row.term ?? name
      const about = { dataClass, term, confidence, numeric, unless, doubtful, after, only, singular }
      return [name, about]
    })
  })
}

/** They are written in words already: taking names apart would be a tenth of what a small description takes. */
function words(text: string | undefined): ReadonlySet<string> | undefined {
  return text === undefined ? undefined : new Set(text.split(/\s+/))
}
