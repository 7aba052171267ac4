import { describe, expect, it } from 'vitest'
import type { CustomSignal, SignalPolicy } from '../../../src/services/sessions/index.js'
import { ALICE, caller, NOW_MS, setUp, UNKNOWN } from './support.js'

const CHALLENGE = { allowed: false, answer: 'challenge', reason: 'session_signal_challenged' }

const country = (policy: SignalPolicy): CustomSignal => ({
  of: ({ headerLines }) => headerLines('cf-ipcountry')[0],
  policy,
})

describe('a signal that is observed', () => {
  it('is told of once for each change, and stops nobody [F-32]', async () => {
    const { sessions, open, events, settle } = setUp()
    const id = await open()
    const away = caller({ address: '198.51.100.7' })
    for (const who of [away, ALICE, away, ALICE]) {
      expect(await sessions.check(who, id)).toEqual({ allowed: true })
      await settle()
    }
    expect(events.slice(1)).toEqual([
      expect.objectContaining({
        kind: 'session.signal_changed',
        outcome: 'noted',
        signal: 'network',
        policy: 'observe',
      }),
    ])
    expect((await sessions.list(ALICE.subject))[0]?.changedSignals).toEqual(['network'])
  })

  it('is told of once when fifty requests show it at the same time [F-32]', async () => {
    const { sessions, open, kinds, settle } = setUp()
    const id = await open()
    const away = caller({ userAgent: 'other/2' })
    await Promise.all(Array.from({ length: 50 }, () => sessions.check(away, id)))
    await settle()
    expect(kinds()).toEqual(['session.opened', 'session.signal_changed'])
  })

  it.each([
    ['the same /24 of IPv4', '192.0.2.1', '192.0.2.254', 0],
    ['another /24 of IPv4', '192.0.2.1', '192.0.3.1', 1],
    ['the same /48 of IPv6', '2001:db8:1:2::1', '2001:db8:1:ffff::9', 0],
    ['another /48 of IPv6', '2001:db8:1:2::1', '2001:db8:2:2::1', 1],
    ['IPv4 in IPv6 writing', '192.0.2.1', '::ffff:192.0.2.9', 0],
    ['an address that is not known', '192.0.2.1', undefined, 1],
  ])('is the network: %s [F-32]', async (_case, before, after, changes) => {
    const { sessions, open, kinds, settle } = setUp()
    const id = await open(caller({ address: before }))
    await sessions.check(caller({ address: after }), id)
    await settle()
    expect(kinds().filter((kind) => kind === 'session.signal_changed')).toHaveLength(changes)
  })

  it('can be switched off [F-32]', async () => {
    const { sessions, open, kinds, settle } = setUp({ signals: { network: false, userAgent: false } })
    const id = await open()
    await sessions.check(caller({ address: '198.51.100.7', userAgent: 'x' }), id)
    await settle()
    expect(kinds()).toEqual(['session.opened'])
  })
})

describe('a signal that is refused', () => {
  it.each([
    ['network', { network: 'refuse' }, caller({ address: '198.51.100.7' })],
    ['user agent', { userAgent: 'refuse' }, caller({ userAgent: 'curl/8' })],
    ['user agent left out', { userAgent: 'refuse' }, caller({ userAgent: undefined })],
    ['country', { custom: { country: country('refuse') } }, caller({}, { 'cf-ipcountry': 'XX' })],
    ['country left out', { custom: { country: country('refuse') } }, caller()],
  ] as const)('ends the session: %s [F-32]', async (_case, signals, changed) => {
    const { sessions, events } = setUp({ signals })
    const home = caller({}, { 'cf-ipcountry': 'AT' })
    await sessions.bind(home, 'id')
    expect(await sessions.check(home, 'id')).toEqual({ allowed: true })
    expect(await sessions.check(changed, 'id')).toEqual({ ...UNKNOWN, reason: 'session_signal_refused' })
    expect(events).toContainEqual(expect.objectContaining({ kind: 'session.ended', by: 'signal' }))
    expect(await sessions.check(home, 'id')).toMatchObject(UNKNOWN)
  })
})

describe('a signal that is challenged', () => {
  const away = (issuedAtMs?: number) =>
    caller({ address: '198.51.100.7', ...(issuedAtMs === undefined ? {} : { issuedAtMs }) })

  it('asks for a token that was issued after the change, and then knows the new value [F-32]', async () => {
    const { sessions, open, runtime, kinds, settle } = setUp({ signals: { network: 'challenge' } })
    const id = await open()
    runtime.advance(60_000)
    expect(await sessions.check(away(), id)).toEqual(CHALLENGE)
    expect(await sessions.check(away(), id)).toEqual(CHALLENGE)
    // A younger token than the one that came along, but older than the change.
    expect(await sessions.check(away(NOW_MS + 30_000), id)).toEqual(CHALLENGE)
    // At home nothing has changed.
    expect(await sessions.check(ALICE, id)).toEqual({ allowed: true })
    await settle()
    expect(await sessions.check(away(NOW_MS + 60_000), id)).toEqual({ allowed: true })
    await settle()
    expect(await sessions.check(away(), id)).toEqual({ allowed: true })
    expect(kinds().filter((kind) => kind === 'session.signal_changed')).toHaveLength(1)
  })

  it('is not answered by the token that came with it, whenever that was issued [F-32]', async () => {
    const { sessions, open, runtime } = setUp({ signals: { network: 'challenge' } })
    const id = await open()
    runtime.advance(1_000)
    for (let attempt = 0; attempt < 3; attempt++) {
      expect(await sessions.check(away(NOW_MS + 1_000), id)).toEqual(CHALLENGE)
    }
    expect(await sessions.check(away(NOW_MS + 2_000), id)).toEqual({ allowed: true })
  })

  it('is asked again for a third value [F-32]', async () => {
    const { sessions, open, runtime, settle } = setUp({ signals: { network: 'challenge' } })
    const id = await open()
    await sessions.check(away(), id)
    runtime.advance(5_000)
    expect(await sessions.check(away(NOW_MS + 5_000), id)).toEqual({ allowed: true })
    await settle()
    const further = caller({ address: '203.0.113.5', issuedAtMs: NOW_MS + 5_000 })
    expect(await sessions.check(further, id)).toEqual(CHALLENGE)
  })

  it('ends the session of a token without time of issue, which no later one could answer [F-32]', async () => {
    const { sessions, open } = setUp({ signals: { network: 'challenge' } })
    const { issuedAtMs: _left, ...undated } = away()
    const id = await open()
    expect(await sessions.check(undated, id)).toEqual({ ...UNKNOWN, reason: 'session_signal_refused' })
  })
})

it('takes what it first sees, where a session was opened without a request [F-32]', async () => {
  const { sessions, settle } = setUp({ signals: { network: 'refuse' } })
  const { headerLines: _none, ...bare } = ALICE
  await sessions.bind(bare, 'id')
  expect(await sessions.check(ALICE, 'id')).toEqual({ allowed: true })
  await settle()
  expect(await sessions.check(caller({ address: '198.51.100.7' }), 'id')).toMatchObject(UNKNOWN)
})

it('lets nobody through when a signal cannot be read [F-32]', async () => {
  let broken = false
  const of = () => {
    if (broken) throw new Error('no such database')
    return 'AT'
  }
  const { sessions, open } = setUp({ signals: { custom: { country: { of, policy: 'refuse' } } } })
  const id = await open()
  broken = true
  expect(await sessions.check(ALICE, id)).toEqual({ allowed: false, answer: 'unavailable', reason: 'session_failed' })
})

it('remembers four values of a signal, and asks again for a fifth that was forgotten [F-32]', async () => {
  const { sessions, open, kinds, settle } = setUp()
  const id = await open()
  for (let network = 0; network < 5; network++) {
    await sessions.check(caller({ address: `198.51.${network}.1` }), id)
    await settle()
  }
  expect(kinds().filter((kind) => kind === 'session.signal_changed')).toHaveLength(5)
  await sessions.check(ALICE, id)
  await settle()
  expect(kinds().filter((kind) => kind === 'session.signal_changed')).toHaveLength(6)
})
