import { describe, expect, it } from 'vitest'
import type { Observation } from '../src/history/observations.js'
import { answered, broken, charged, code, ended, ending, openBook, refreshed, sent, used } from './support/history.js'

type Row = readonly [what: string, history: readonly Observation[]]

const CODES = 'no code succeeds twice'
const CHAINS = 'no refresh token yields two chains'
const SPENT = 'no spent refresh token is answered after its grace'
const GRACE = 'no refresh token is refused within its grace'
const ENDED = 'nothing revoked succeeds afterwards'
const KEPT = 'nothing acknowledged is lost'
const FOREIGN = 'nothing answers to a foreigner'
const LIMITS = 'no limit is exceeded'
const CLEAN = 'every refusal is a clean one'
const HANGS = 'no request hangs'
const RECOVERY = 'every process recovers in time'
const LIVES = 'no process ends by itself'

const foreign = (what: 'refresh token' | 'revocation' | 'session', status: number): Observation => ({
  kind: 'trespassed',
  what,
  id: 'g',
  status,
  outcome: status < 400 ? 'ok' : 'refused',
  ...sent(0, 5),
})
const recovered = (afterMs: number | undefined): Observation => ({
  kind: 'recovered',
  fault: 'store killed',
  process: 'process 0',
  atMs: 0,
  afterMs,
})
const OK = { status: 200 }
const BUSY = { status: 503, retryAfter: '1' }

describe('what breaks a promise is reported', () => {
  const rows: readonly (readonly [invariant: string, ...Row])[] = [
    [CODES, 'a code that gives tokens twice', [code('ok', [0, 5]), code('ok', [0, 6])]],
    [
      CHAINS,
      'two successors of one token',
      [...refreshed('t1', { to: 't2' }, [0, 5]), ...refreshed('t1', { to: 'x' }, [1, 6])],
    ],
    [
      SPENT,
      'an answer after the grace',
      [...refreshed('t1', { to: 't2' }, [0, 5]), ...refreshed('t1', { to: 't2' }, [10_006, 10_010])],
    ],
    [
      SPENT,
      'an answer after the successor was used',
      [
        ...refreshed('t1', { to: 't2' }, [0, 5]),
        ...refreshed('t2', { to: 't3' }, [10, 15]),
        ...refreshed('t1', { to: 't2' }, [20, 25]),
      ],
    ],
    [GRACE, 'a refusal of a token that nobody has used', refreshed('t1', 'refused', [0, 5])],
    [
      GRACE,
      'a refusal of a retry within the grace',
      [...refreshed('t1', 'lost', [0, 5]), ...refreshed('t1', 'refused', [300, 310])],
    ],
    [ENDED, 'a call that is let through after the revocation', [ending(0), ended(10), used('ok', [11, 15])]],
    [ENDED, 'a rotation after the revocation', [ending(0), ended(10), ...refreshed('t1', { to: 't2' }, [11, 15])]],
    [
      ENDED,
      'a session that answers after its end',
      [{ kind: 'ended', who: 'a', thing: 'session', id: 'g', endedMs: 10 }, used('ok', [11, 15], 'session')],
    ],
    [KEPT, 'a grant that is gone', [used('ok', [0, 5]), used('refused', [10, 15])]],
    [KEPT, 'a registered client that is gone', [used('refused', [10, 15], 'client')]],
    [KEPT, 'a code that is gone', [code('refused', [0, 5], true)]],
    [FOREIGN, 'a foreign refresh token that works', [foreign('refresh token', 200)]],
    [FOREIGN, 'a foreign revocation that works', [foreign('revocation', 200)]],
    [FOREIGN, 'a foreign session that answers', [foreign('session', 200)]],
    [FOREIGN, 'a foreign session that is told apart from an unknown one', [foreign('session', 403)]],
    [LIMITS, 'more than the burst at once', charged(0, 1, 2, 3, 4)],
    [LIMITS, 'more than comes back, after a while', charged(0, 1, 2, 1_000, 1_001, 1_002, 1_003, 1_004)],
    [CLEAN, 'a 500', [answered('oauth', { status: 500, body: '{"error":"server_error"}' })]],
    [CLEAN, 'a 502 of a proxy', [answered('mcp', { status: 502 })]],
    [CLEAN, 'an error page of Express', [answered('mcp', { status: 404, contentType: 'text/html', body: '<pre>' })]],
    [
      CLEAN,
      'a page that is none of ours',
      [answered('page', { status: 400, contentType: 'text/html', body: '<pre>' })],
    ],
    [CLEAN, 'a 503 that does not say when to come again', [answered('oauth', { status: 503 })]],
    [CLEAN, 'a 429 that says to come again at once', [answered('mcp', { status: 429, retryAfter: '0' })]],
    [CLEAN, 'a 401 without a challenge', [answered('mcp', { status: 401 })]],
    [CLEAN, 'a refusal that is no JSON', [answered('oauth', { status: 400, body: 'Bad Request' })]],
    [HANGS, 'an answer that took too long', [answered('mcp', OK, 10_001)]],
    [HANGS, 'a request that never got one', [answered('mcp', undefined, 15_000)]],
    [RECOVERY, 'a process that took too long', [recovered(2_001)]],
    [RECOVERY, 'a process that did not come back', [recovered(undefined)]],
    [LIVES, 'a process that ended', [{ kind: 'died', process: 'process 0', atMs: 0, lastWords: 'TypeError' }]],
  ]
  it.each(rows)('%s: %s', (invariant, _what, history) => {
    expect(new Set(broken(history))).toEqual(new Set([invariant]))
  })
})

describe('what keeps every promise is not', () => {
  const rows: readonly Row[] = [
    ['a code that succeeds once of three times', [code('refused', [0, 5]), code('ok', [0, 6]), code('lost', [0, 7])]],
    [
      'the same successor for a retry',
      [...refreshed('t1', { to: 't2' }, [0, 5]), ...refreshed('t1', { to: 't2' }, [9_000, 9_010])],
    ],
    ['a refusal after the grace', [...refreshed('t1', 'lost', [0, 5]), ...refreshed('t1', 'refused', [9_990, 10_001])]],
    [
      'a refusal after the successor was used',
      [
        ...refreshed('t1', { to: 't2' }, [0, 5]),
        ...refreshed('t2', { to: 't3' }, [10, 15]),
        ...refreshed('t1', 'refused', [20, 25]),
      ],
    ],
    ['a refusal of a token that was revoked', [ending(0), ...refreshed('t1', 'refused', [1, 5])]],
    ['a call that was under way when the revocation was answered', [ending(0), ended(10), used('ok', [9, 15])]],
    ['a refusal while the revocation is under way', [ending(0), used('refused', [1, 5])]],
    ['an outage, which says nothing of the grant', [used('busy', [0, 5]), used('lost', [0, 5])]],
    ['a foreign session that is unknown', [foreign('session', 404)]],
    ['a foreign revocation of what was being revoked', [ending(0), foreign('revocation', 200)]],
    ['the burst and what has come back', charged(0, 1, 2, 100, 200, 300)],
    [
      'refusals as they should be',
      [
        answered('mcp', { status: 401, challenge: 'Bearer realm="x"' }),
        answered('mcp', { status: 404 }),
        answered('oauth', { status: 400, body: '{"error":"invalid_grant"}' }),
        answered('oauth', { ...BUSY, body: '{"error":"temporarily_unavailable"}' }),
        answered('page', { ...BUSY, contentType: 'text/html', policy: "default-src 'none'", body: '<p>' }),
      ],
    ],
    ['a quick recovery', [recovered(1_999)]],
  ]
  it.each(rows)('%s', (_what, history) => {
    expect(broken(history)).toEqual([])
  })
})

describe('the buckets of a store that may forget the last second of them', () => {
  const crash = (atMs: number): Observation => ({ kind: 'store crashed', fromMs: atMs, toMs: atMs })

  it('may be full again after its crash', () => {
    expect(broken([...charged(0, 1, 2), crash(5), ...charged(10, 11, 12)], { bucketLossMs: 1_000 })).toEqual([])
  })

  it('may not hold more than that', () => {
    const history = [...charged(0, 1, 2), crash(5), ...charged(10, 11, 12, 13, 14)]
    expect(broken(history, { bucketLossMs: 1_000 })).toEqual([LIMITS])
  })

  it('may not forget without a crash, nor what is older', () => {
    expect(broken(charged(0, 1, 2, 10, 11, 12), { bucketLossMs: 1_000 })).toEqual([LIMITS])
    const late = [...charged(0, 1, 2), crash(250), ...charged(260, 261, 262, 263, 264)]
    expect(broken(late, { bucketLossMs: 100 })).toEqual([LIMITS])
  })
})

describe('the book', () => {
  it('shows with a violation what its client had sent, and the faults, in their order', () => {
    const book = openBook()
    book.note('a', 'first')
    book.note(undefined, 'a fault')
    book.note('b', 'somebody else')
    book.note('a', 'second')
    book.observe(code('ok', [0, 5]))
    book.observe(code('ok', [0, 6]))
    expect(book.close().violations).toMatchObject([{ invariant: CODES, trail: ['first', 'a fault', 'second'] }])
  })

  it('keeps the first few of one kind, and counts all', () => {
    const book = openBook()
    for (let i = 0; i < 20; i++) book.observe(answered('mcp', { status: 500 }))
    const { violations, tallies } = book.close()
    expect(violations).toHaveLength(5)
    expect(tallies.find(({ invariant }) => invariant === CLEAN)).toMatchObject({ checks: 20, violations: 20 })
  })
})
