import { row, type SecretFormat } from './format.ts'
import { CLOUD_FORMATS } from './formats-cloud.ts'
import { CODE_FORMATS } from './formats-code.ts'
import { SERVICE_FORMATS } from './formats-service.ts'
import { isBasic, isConnectionWithPassword, isJwt, isPrivateKey, isUserWithPassword } from './proofs.ts'

/** Forms that no single provider has given out. */
const GENERAL_FORMATS: readonly SecretFormat[] = [
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
  row(
    'curl-user',
    'password',
    '-u(?:ser)?[ =]["\']?[\\w.@-]{1,64}:[^\\s"\']{8}',
    // whether it is an option of curl is asked last: that is what takes time
    '(?<=\\s)--?u(?:ser)?[ =]["\']?[\\w.@-]{1,64}:(?=[^\\s"\'\\\\]{8})(?<=\\bcurl\\b[^|;]{0,300})(?<secret>[^\\s"\'\\\\]{8,64})',
    isUserWithPassword,
  ),
  row(
    'connection-string',
    'password',
    ';\\s?(?:[Pp]assword|[Pp]wd|PWD)=[^;\\s"\'<>{}]{8}',
    '(?:[Uu]ser(?: ?(?:[Ii][Dd]|[Nn]ame))?|[Uu]id|UID)=[^;\\n"\'=]{1,100};\\s?(?:[A-Za-z][A-Za-z ]{1,29}=[^;\\n"\'=]{0,200};\\s?){0,10}(?:[Pp]assword|[Pp]wd|PWD)=(?<secret>[^;\\s"\'<>{}]{8,64})',
    isConnectionWithPassword,
  ),
  row(
    'connection-url',
    'password',
    '(?:jdbc:[a-z]+|postgres(?:ql)?|mysql|mariadb|mongodb(?:\\+srv)?|rediss?|amqps?):',
    '(?:jdbc:[a-z0-9:+]{2,30}|postgres(?:ql)?:|mysql:|mariadb:|mongodb(?:\\+srv)?:|rediss?:|amqps?:)//[^\\s"\'<>]{1,200}?[?&;](?:password|pwd)=(?<secret>[^&;\\s"\'<>{}]{8,64})',
    isConnectionWithPassword,
  ),
  row(
    'aws-secret-key',
    'AWS secret access key',
    '(?:AWS_SECRET_ACCESS_KEY|aws_secret_access_key|secretAccessKey)["\']?\\s?[:=]',
    '(?:AWS_SECRET_ACCESS_KEY|aws_secret_access_key|secretAccessKey)["\']?\\s?[:=]\\s?["\']?(?<random>[A-Za-z0-9+/]{40})(?![+/=])',
    (match) => isMixed(match.slice(-40)),
  ),
]

function isMixed(text: string): boolean {
  return /[A-Z]/.test(text) && /[a-z]/.test(text) && /[0-9]/.test(text)
}

export const SECRET_FORMATS: readonly SecretFormat[] = [
  ...CLOUD_FORMATS,
  ...CODE_FORMATS,
  ...SERVICE_FORMATS,
  ...GENERAL_FORMATS,
]

/** An AWS secret access key has no mark of its own: it is looked for beside an access key id. */
export const AWS_SECRET: SecretFormat = {
  id: 'aws-secret-key',
  kind: 'AWS secret access key',
  hint: '',
  pattern: /(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{40}(?![A-Za-z0-9+/=])/g,
  proof: isMixed,
}
