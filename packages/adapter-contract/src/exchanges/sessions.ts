import type { Exchange, Family } from '../types.js'
import { jsonOf, register, signIn } from './flow.js'
import { form, mcp, row, rpc, value } from './request.js'
import { ALICE, BOB, ELSEWHERE, METHODS, opens, uses, usesAll } from './session-rows.js'

const MODERN = '2026-07-28'
const META = {
  'io.modelcontextprotocol/protocolVersion': MODERN,
  'io.modelcontextprotocol/clientCapabilities': {},
}
const VERSION = `MCP-Protocol-Version: ${MODERN}`
const MODERN_PING = { headers: [VERSION, 'Mcp-Method: ping'], body: rpc('ping', { _meta: META }) }

/** As the gate counts what a caller has left (F-42). */
const RATE_LINES = ['RateLimit', 'RateLimit-Policy']

const people: readonly Exchange[] = [
  register('another client', 'none'),
  ...signIn(ALICE, 'notes:read'),
  ...signIn(BOB, 'notes:read', { person: 'bob' }),
  ...signIn(ELSEWHERE, 'notes:read', { client: 'another client' }),
]

const owners: readonly Exchange[] = [
  opens('opens a session', 200, { session: 'of-alice' }, {}, { lines: ['Mcp-Session-Id', ...RATE_LINES] }),
  opens('opens a session in a stream', 200, { session: 'stream', isStream: true }, {}, { lines: ['Mcp-Session-Id'] }),
  ...['POST', 'GET'].flatMap((method) => [
    uses(`its owner, ${method}`, 200, 'of-alice', { method }, { lines: RATE_LINES }),
    uses(`its owner, who opened it in a stream, ${method}`, 200, 'stream', { method }),
  ]),
  uses('its owner calls a tool that streams', 200, 'of-alice', { body: rpc('tools/call', { name: 'stream' }) }),
  uses('its owner notifies', 202, 'of-alice', { body: '{"jsonrpc":"2.0","method":"notifications/initialized"}' }),
  uses('its owner lacks a scope', 403, 'of-alice', { body: rpc('tools/call', { name: 'notes_add' }) }),
]

/** To everybody but its owner a session is not there, by the same bytes as one that never was (ST-23, ST-26). */
const strangers: readonly Exchange[] = [
  ...usesAll('another person', 404, 'of-alice', { token: BOB }),
  ...usesAll('another client of its owner', 404, 'of-alice', { token: ELSEWHERE }),
  ...usesAll('another person, opened in a stream', 404, 'stream', { token: BOB }),
  ...usesAll('nobody has it', 404, 'unknown'),
  ...usesAll('without a token', 401, 'of-alice', { token: null }),
  uses('another person who lacks a scope as well', 404, 'of-alice', {
    token: BOB,
    body: rpc('tools/call', { name: 'notes_add' }),
  }),
  uses('its owner lives', 200, 'of-alice'),
]

const twice = (name: string, lines: readonly string[]): Exchange =>
  mcp(name, 400, { token: ALICE, headers: lines.map((text) => `Mcp-Session-Id: ${text}`) }, { advanceMs: 10 })

const forms: readonly Exchange[] = [
  uses('in another case', 404, 'OF-ALICE'),
  uses('its beginning', 404, 'of-alic'),
  uses('with a comma', 404, 'of-alice,of-alice'),
  uses('the longest', 404, 'x'.repeat(256)),
  uses('with blanks around', 200, ' \tof-alice \t'),
  uses('too long', 431, 'x'.repeat(257)),
  uses('a blank within', 400, 'of alice'),
  uses('a tab within', 400, 'of\talice'),
  uses('a letter that is not ASCII', 400, 'of-\u00e4lice'),
  uses('nothing', 400, ''),
  uses('a control character', 400, 'of-alice\u0001', {}, { comparison: 'status' }),
  ...METHODS.map((method) => uses(`not ASCII, ${method}`, 400, '\u00ff', { method })),
  uses('not ASCII, without a token', 401, '\u00ff', { token: null }),
  twice('in two lines', ['of-alice', 'stream']),
  twice('in two lines, alike', ['of-alice', 'of-alice']),
  twice('in two lines, one empty', ['of-alice', '']),
  ...METHODS.map((method) => mcp(`none, where none is required, ${method}`, 200, { token: ALICE, method })),
]

/** Requests of 2026-07-28 have no sessions: an id neither opens nor hinders (ST-40, ST-67). */
const moderns: readonly Exchange[] = [
  uses('a modern call with the own session', 200, 'of-alice', MODERN_PING),
  uses('a modern call with a stolen session', 200, 'of-alice', { ...MODERN_PING, token: BOB }),
  uses('a modern call with an unknown session', 200, 'unknown', MODERN_PING),
  uses('a modern call with what is no session', 200, 'of alice', MODERN_PING),
  uses('a modern call without a token', 401, 'of-alice', { ...MODERN_PING, token: null }),
  ...(['GET', 'DELETE'] as const).map((method) =>
    uses(`a modern ${method}`, 405, 'of-alice', { method, headers: [VERSION] }),
  ),
]

/** A new token of the same person and client keeps the session (ST-24). */
const refreshed: readonly Exchange[] = [
  row(
    'its owner refreshes',
    200,
    (known) =>
      form('/token', [
        ['grant_type', 'refresh_token'],
        ['refresh_token', value(known, `${ALICE} refresh`)],
        ['client_id', value(known, 'public')],
      ]),
    { learn: (conversation, { values }) => void values.set(ALICE, String(jsonOf(conversation)['access_token'])) },
  ),
  uses('its owner with the new token', 200, 'of-alice'),
]

/** One id for two owners is two sessions, and each ends its own (ST-23, ST-27). */
const ended: readonly Exchange[] = [
  opens('another person opens one of the same name', 200, { session: 'of-alice' }, { token: BOB }),
  uses('the other person in the session of that name', 200, 'of-alice', { token: BOB }),
  uses('its owner ends it', 200, 'of-alice', { method: 'DELETE' }),
  ...usesAll('ended', 404, 'of-alice'),
  uses('the other person still has the own one', 200, 'of-alice', { token: BOB }),
  uses('the one opened in a stream goes on', 200, 'stream'),
  uses('its owner ends that, too', 200, 'stream', { method: 'DELETE' }),
  ...usesAll('ended, opened in a stream', 404, 'stream'),
  opens('an id that was used before', 200, { session: 'stream' }),
]

/** Whose a session is, on every request that names one. */
export const sessions: Family = {
  name: 'sessions',
  exchanges: [...people, ...owners, ...strangers, ...forms, ...moderns, ...refreshed, ...ended],
}
