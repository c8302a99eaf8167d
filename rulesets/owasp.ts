/** What a description tells of a risk of the OWASP API Security Top 10, and what it keeps to itself. */
export interface RiskWord {
  /** `API1:2023` */
  readonly id: string
  readonly shows: string
  readonly hides: string
}

export const OWASP_RISKS: readonly RiskWord[] = [
  {
    id: 'API1:2023',
    shows:
      'Ids that can be counted through, callers that name the user or tenant they act for, and objects of users behind a key that names no user.',
    hides:
      'Whether the server checks, for each object, that this caller may have it. That is the risk itself, and nothing in a description shows it: it takes tests with two users, and a design that says where the check is made.',
  },
  {
    id: 'API2:2023',
    shows:
      'Who may call each operation, by which schemes and flows, over which transport, where credentials travel, and whether refusals and limits on guessing are documented.',
    hides:
      'How tokens are validated, how long they live, how passwords are stored, whether a second factor is enforced, and whether the documented limits are real.',
  },
  {
    id: 'API3:2023',
    shows:
      'Properties that should not be returned or not be set: by name, format, example and `readOnly`, in each direction, and whether a request is closed to others.',
    hides:
      'Whether the server ignores what is not declared, and which properties each role may see: descriptions rarely tell roles apart.',
  },
  {
    id: 'API4:2023',
    shows:
      'Texts, lists, uploads and pages without a largest size, patterns that take forever, and operations that document no limit on requests.',
    hides:
      'What a request costs, and what gateway and server enforce: timeouts, memory, spending at third parties. A documented 429 is a promise, not a proof.',
  },
  {
    id: 'API5:2023',
    shows:
      'Administrative operations that ask for no more than ordinary ones, scopes that are bypassed or too broad, methods that should not be there, and operations that take less than their neighbours.',
    hides:
      'Roles that the server enforces without a word in the description, and operations that are not in it at all.',
  },
  {
    id: 'API6:2023',
    shows:
      'Flows that automation would abuse (purchases, transfers, sign-ups), by their names, and whether they document a limit, a proof of a human, or a key against repetition.',
    hides:
      'Which flows are sensitive to the business, and what harm their excessive use does. A name is a hint; a person who knows the business has to look.',
  },
  {
    id: 'API7:2023',
    shows:
      'URLs that callers send and the server may fetch: in parameters, bodies and callbacks, and whether they are limited to known targets.',
    hides:
      'What the server fetches for reasons of its own, and how it resolves names and follows redirects. That is a matter of its HTTP client and network.',
  },
  {
    id: 'API8:2023',
    shows:
      'Plaintext servers, wide CORS, leaking errors, missing documentation of refusals, secrets in examples, and words of the description that have no effect.',
    hides:
      'The configuration that runs: TLS versions, header fields that a proxy adds, patches, storage, and whether the API behaves as described.',
  },
  {
    id: 'API9:2023',
    shows:
      'Servers for tests beside production, internal hosts, debug endpoints, old versions beside new ones, and what is deprecated without an end.',
    hides:
      'APIs and versions that no description tells of. An inventory is made by looking at gateways, DNS and traffic.',
  },
  {
    id: 'API10:2023',
    shows:
      'Webhooks, callbacks and answers of third parties that are taken without proof of their origin or without a closed schema.',
    hides:
      'Which APIs of others the server calls, and how far it trusts what they return: calls that go out are not part of a description.',
  },
]
