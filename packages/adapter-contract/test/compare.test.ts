import { describe, expect, it } from 'vitest'
import { compare, type Recorded } from '../src/compare.js'
import type { Exchange } from '../src/types.js'

const exchange = (changes: Partial<Exchange> = {}): Exchange => ({ name: 'x', status: 200, send: () => [], ...changes })

function recorded(
  lines: readonly (readonly [string, string])[],
  body = '{}',
  changes: Partial<Recorded> = {},
): Recorded {
  const answer = { statusLine: 'HTTP/1.1 200 OK', status: 200, headers: lines, body: Buffer.from(body) }
  return { answers: [answer], interim: [], ended: false, runs: 1, ...changes }
}

const differencesOf = (one: Recorded, other: Recorded, changes: Partial<Exchange> = {}) =>
  compare('x', exchange(changes), [
    ['one', one],
    ['other', other],
  ]).differences

const TYPED = [['content-type', 'application/json']] as const

/** A comparison that finds nothing proves nothing: these differences must not get by. */
describe('finds a difference in [F-90]', () => {
  it.each([
    ['a value', recorded([['content-type', 'application/json; charset=utf-8']])],
    ['the spelling of a name', recorded([['Content-Type', 'application/json']])],
    ['a blank behind a value', recorded([['content-type', 'application/json ']])],
    ['a line more', recorded([...TYPED, ['vary', 'Origin']])],
    ['a line twice', recorded([...TYPED, ...TYPED])],
    ['no line', recorded([])],
    ['the body', recorded(TYPED, '{ }')],
    ['a run of the handler', recorded(TYPED, '{}', { runs: 2 })],
    ['an interim answer', recorded(TYPED, '{}', { interim: ['HTTP/1.1 100 Continue'] })],
    ['the end of the connection', recorded(TYPED, '{}', { ended: true })],
    ['an answer more', { ...recorded(TYPED), answers: [...recorded(TYPED).answers, ...recorded(TYPED).answers] }],
    ['an answer less', { ...recorded(TYPED), answers: [] }],
  ])('%s', (_case, other) => {
    expect(differencesOf(recorded(TYPED), other)).toHaveLength(1)
  })

  it('the order of two cookies', () => {
    const one = ['set-cookie', 'a=1'] as const
    const two = ['set-cookie', 'b=2'] as const
    expect(differencesOf(recorded([one, two]), recorded([two, one]))).toHaveLength(1)
  })

  it('the status that the table expects, even when all hosts agree', () => {
    expect(differencesOf(recorded(TYPED), recorded(TYPED), { status: 401 })).toHaveLength(2)
  })
})

describe('finds what the table demands and no host has [F-90]', () => {
  it.each([
    ['another body', { body: '{ }' }],
    ['an empty body', { body: '' }],
    ['no such line', { lines: ['RateLimit'] }],
    ['one line of two', { lines: ['Content-Type', 'RateLimit'] }],
  ])('%s', (_case, changes) => {
    expect(differencesOf(recorded(TYPED), recorded(TYPED), changes)).toHaveLength(2)
  })

  it('and nothing when it is there, however a line is spelt', () => {
    const demands = { body: '{}', lines: ['Content-Type'] }
    expect(differencesOf(recorded(TYPED), recorded(TYPED), demands)).toEqual([])
  })

  it('also where a host may word the rest by itself', () => {
    const demands = { comparison: 'status', lines: ['RateLimit'] } as const
    expect(differencesOf(recorded(TYPED), recorded(TYPED), demands)).toHaveLength(2)
  })
})

describe('finds no difference in', () => {
  it('the order of lines with different names, and Date', () => {
    const date = ['Date', 'Mon, 01 Jan 2029 00:00:00 GMT'] as const
    const vary = ['vary', 'Origin'] as const
    expect(differencesOf(recorded([...TYPED, vary]), recorded([vary, date, ...TYPED]))).toEqual([])
  })
})

/** For rows that a host may answer by itself. */
describe('lets a host answer in its own words', () => {
  const own404: Recorded = {
    ...recorded([['content-type', 'text/html']], 'Cannot POST'),
    runs: 0,
    answers: [{ statusLine: 'HTTP/1.1 404 Not Found', status: 404, headers: [], body: Buffer.from('Cannot POST') }],
  }

  it('only where the table says so, and then counts the row apart', () => {
    const hosts = [
      ['one', recorded(TYPED)],
      ['other', own404],
    ] as const
    expect(compare('x', exchange(), hosts)).toMatchObject({ isByteForByte: true, differences: [{ host: 'other' }] })
    const loosely = compare('x', exchange({ comparison: 'bytes-or-own' }), hosts)
    expect(loosely).toEqual({ isByteForByte: false, differences: [] })
  })

  it('but not when its handler ran', () => {
    expect(differencesOf(recorded(TYPED), { ...own404, runs: 1 }, { comparison: 'bytes-or-own' })).toHaveLength(1)
  })

  it('but not in place of one of ours', () => {
    const [answer] = own404.answers
    const ours = { ...own404, answers: [{ ...answer!, headers: [['referrer-policy', 'no-referrer'] as const] }] }
    expect(differencesOf(recorded(TYPED), ours, { comparison: 'bytes-or-own' })).toHaveLength(1)
  })
})
