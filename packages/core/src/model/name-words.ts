/**
 * Words that are one word however they are written: `pass_word` and `PassWord` are `password`.
 */
export const WHOLE_WORDS: ReadonlySet<string> = new Set(
  `2fa backoffice birthday cardholder cookie email kennwort keychain keyring keystore keyword logoff logon logout
  login mailbox nonce oauth passcode passkey passphrase passport passwd passwort password passwordless postcode
  signature signin signoff signout signup surname telephone tokenize wachtwoord webhook`
    .split(/\s+/)
    .filter((word) => word !== ''),
)

/**
 * Words that are often run together without any separator (`cardnumber`, `APIKEY`). A run is taken apart only
 * where it consists of such words from end to end, so `secretariat`, `monkey` and `author` stay whole. Words
 * shorter than three letters are kept out, with two exceptions, because they would hide in too many others.
 */
export const RUN_WORDS: ReadonlySet<string> = new Set(
  `access account address admin api app auth authorization bank base bearer billing birth card certificate client
  code consumer continuation credential credit csrf current customer cursor date debit device driver encryption
  expiry expires family first given has hash header health holder home iban id identity insurance ip last license
  licence line lost login mail master merchant mobile name national new next number old page passport payment phone pin
  policy postal private public push recovery refresh register registration reset routing secret security service
  session shared shipping sign signing social sort state status street sync tax token transaction type url user
  username value verification verify work xsrf year zip count key keys login max min otp pass pwd totp mfa`
    .split(/\s+/)
    .filter((word) => word !== ''),
)

/** Words in `s` that are no plurals, beside those in `ss`, `us`, `is` and `as`. */
export const NOT_PLURAL: ReadonlySet<string> = new Set(
  'address aes always aws cors des dns expires gps https ios jwks kms lens news pos series sms tls windows yes'.split(
    ' ',
  ),
)
