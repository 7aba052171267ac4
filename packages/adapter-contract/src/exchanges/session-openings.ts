import type { Way } from '../hosts/handler.js'
import type { Exchange, Family } from '../types.js'
import { mcp, rpc } from './request.js'
import { ALICE, asking, BOB, opens, uses } from './session-rows.js'

const FORMS = [
  ['JSON', false],
  ['a stream', true],
] as const

/** However a server writes the id, the gate reads it: its opener gets in, and nobody else (ST-23, ST-29). */
const ways: readonly Exchange[] = (['lines', 'late', 'record', 'pairs'] satisfies Way[]).flatMap((way) =>
  FORMS.flatMap(([what, isStream]) => {
    const session = `${way}-${isStream ? 'stream' : 'json'}`
    return [
      opens(`${what} opens a session, in the way ${way}`, 200, { session, isStream, way }),
      uses(`${what}, ${way}: its opener`, 200, session),
      uses(`${what}, ${way}: another person`, 404, session, { token: BOB }),
    ]
  }),
)

/** Node sends the name of a line as it was written, the web in lower case: only the status of the opening is compared. */
const spellings: readonly Exchange[] = (['lines', 'late', 'record', 'pairs'] satisfies Way[]).flatMap((way) => {
  const session = `spelt-${way}`
  return [
    opens(
      `a line in mixed case, in the way ${way}`,
      200,
      { session, way, line: 'mCP-Session-ID' },
      {},
      { comparison: 'status' },
    ),
    uses(`a line in mixed case, ${way}: its opener`, 200, session),
    uses(`a line in mixed case, ${way}: another person`, 404, session, { token: BOB }),
  ]
})

/** Nothing but an `initialize` that went well opens a session (ST-29). */
const unopened: readonly Exchange[] = [
  ...[400, 403, 404, 500, 503].flatMap((status) => [
    opens(`an answer with ${String(status)}`, status, { session: `answered-${String(status)}`, status }),
    uses(`what was answered with ${String(status)} is no session`, 404, `answered-${String(status)}`),
  ]),
  opens('an error, written late', 500, { session: 'late-error', status: 500, way: 'late' }),
  uses('what was an error, written late, is no session', 404, 'late-error'),
  opens('an error, written at once', 500, { session: 'error-at-once', status: 500, way: 'record' }),
  uses('what was an error, written at once, is no session', 404, 'error-at-once'),
  opens('without a token', 401, { session: 'without-token' }, { token: null }),
  uses('what was refused for want of a token is no session', 404, 'without-token'),
  opens('from a foreign origin', 403, { session: 'foreign-origin' }, { headers: ['Origin: https://evil.example'] }),
  uses('what was refused for its origin is no session', 404, 'foreign-origin'),
  mcp('a call that answers with an id', 200, { token: ALICE, body: asking({ session: 'of-a-call' }, 'tools/list') }),
  uses('what a call answered is no session', 404, 'of-a-call'),
  uses('a session that its opener sends along', 404, 'chosen', { body: asking({}) }),
  uses('is not adopted', 404, 'chosen'),
]

/** An `initialize` within a session is judged by that session first. */
const within: readonly Exchange[] = [
  opens('opens the first of two', 200, { session: 'first' }),
  uses('an unknown session opens nothing', 404, 'unknown', { body: asking({ session: 'from-unknown' }) }),
  uses('nothing came of it', 404, 'from-unknown'),
  uses('a foreign session opens nothing', 404, 'first', { token: BOB, body: asking({ session: 'from-foreign' }) }),
  uses('nothing came of that', 404, 'from-foreign', { token: BOB }),
  uses('the own session opens another', 200, 'first', { body: asking({ session: 'second' }) }),
  uses('the first goes on', 200, 'first'),
  uses('the second is there', 200, 'second'),
]

/** Who has spent everything opens nothing, and gets in again when it has come back. */
const spent: readonly Exchange[] = [
  mcp(
    'spends everything',
    200,
    { token: BOB, body: rpc('tools/call', { name: 'notes_flood' }) },
    { advanceMs: 60_000, lines: ['RateLimit', 'RateLimit-Policy'] },
  ),
  opens(
    'opens a session with nothing left',
    429,
    { session: 'spent' },
    { token: BOB },
    {
      advanceMs: 0,
      lines: ['Retry-After', 'RateLimit', 'RateLimit-Policy'],
    },
  ),
  uses('what was too much is no session', 404, 'spent', { token: BOB }, { advanceMs: 60_000 }),
]

/** Which answers make a session, and whose. */
export const sessionOpenings: Family = {
  name: 'session openings',
  exchanges: [...ways, ...spellings, ...unopened, ...within, ...spent],
}
