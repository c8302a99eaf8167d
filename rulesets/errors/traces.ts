/** What a text shows of the program behind it, and by which signs. */
const SIGNS: readonly (readonly [what: string, sign: RegExp])[] = [
  [
    'a stack trace',
    /Traceback \(most recent call last\)|\bFile "[^"\n]{1,200}", line \d+|\bgoroutine \d+ \[running\]/,
  ],
  ['a stack trace', /\bat [\w$.<>/]{1,200}\([\w$]{1,80}\.(?:java|kt|scala|groovy):\d+\)/],
  ['a stack trace', /\bat [^\n]{1,200} in [^\n]{1,200}:line \d+/],
  ['a stack trace', /\bat [^\n]{0,120}?[\w)/\\-]\.[cm]?[jt]sx?:\d+:\d+/],
  ['a stack trace', /(?:^|\n)#\d+ [^\n]{1,200}\.php\(\d+\)|\.(?:php|rb):?(?: on line |:)\d+/],
  [
    'the name of an exception class',
    /\b(?:java|javax|jakarta|kotlin|scala|org|com|net|io)\.(?:[a-z]\w*\.){1,8}[A-Z]\w{0,60}(?:Exception|Error)\b/,
  ],
  ['the name of an exception class', /\bSystem\.(?:[A-Z]\w*\.){0,5}[A-Z]?\w{0,60}Exception\b/],
  [
    'the name of an exception class',
    /\b(?:psycopg2|sqlalchemy|django|pymysql|sqlite3)\.(?:\w+\.){0,4}\w*(?:Error|Exception)\b|\bActiveRecord::\w+|\bPG::\w+|\bNpgsql\.\w+Exception/,
  ],
  ['an error of the database', /\bORA-\d{5}\b|\bSQLSTATE\b|\bYou have an error in your SQL syntax/],
  [
    'an error of the database',
    /\bduplicate key value violates unique constraint|\brelation "[^"]{1,80}" does not exist|\bunclosed quotation mark after|\bsyntax error at or near "|\bER_[A-Z]{3,}_[A-Z_]{3,}\b/i,
  ],
  ['an error of a service behind the API', /\brpc error: code = \w+ desc = /],
  ['an SQL statement', /\bSELECT\s[^;\n]{1,300}\sFROM\s[^;\n]{1,200}\sWHERE\s|\bINSERT INTO\s+[\w."`]+\s*\(/],
  [
    'a path of the server',
    /(?:^|[\s"'(=:])\/(?:var\/www|usr\/(?:src|local|share)|home\/\w+|opt|srv|app|Users\/\w+)\/[\w./-]{1,200}\.(?:py|rb|php|[cm]?[jt]sx?|java|jar|go|cs|pl|conf|ya?ml)\b/,
  ],
  ['a path of the server', /(?:^|[\s"'(=])[A-Z]:\\{1,2}(?:[\w .-]{1,60}\\{1,2}){1,12}[\w.-]{1,60}/],
]

/** Longest text that is looked at; what comes after tells nothing new. */
const LONGEST = 20_000

/** What of the inside of a program a text shows, in words; undefined when nothing. */
export function traceIn(text: string): string | undefined {
  if (text.length < 8) return undefined
  const start = text.length > LONGEST ? text.slice(0, LONGEST) : text
  return SIGNS.find(([, sign]) => sign.test(start))?.[0]
}
