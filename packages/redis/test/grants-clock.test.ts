import { createGrants, type Grants } from '@sallyport/core/grants'
import { createRevocations } from '@sallyport/core/revocation'
import { createSealer } from '@sallyport/core/sealing'
import type { RecordStore } from '@sallyport/core/store'
import { fakeRuntime } from '@sallyport/core/testing'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { redisStore } from '../src/index.js'
import { ioredis, type TestClient } from './support/clients.js'
import { startServer, type TestServer } from './support/server.js'

const GRACE_MS = 700
/** RFC 7636 appendix B. */
const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
const CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'

let server: TestServer
let connected: TestClient
beforeAll(async () => {
  server = await startServer()
  connected = await ioredis(server.port)
})
afterAll(async () => {
  await connected.close()
  await server.dispose()
})

const key = (kid: string, fill: number) => ({ kid, secret: new Uint8Array(32).fill(fill) })

/** A process whose clock is off, and stands still besides: nothing may depend on it. */
function processOff(ms: number): { grants: Grants; expiries: Map<string, number> } {
  const runtime = fakeRuntime({ nowMs: Date.now() + ms })
  const store = redisStore({ client: connected.client })
  const expiries = new Map<string, number>()
  const putIfAbsent: RecordStore['putIfAbsent'] = (key, value, options) => {
    expiries.set(key.slice(0, key.indexOf(':')), options.expiresAtMs)
    return store.records.putIfAbsent(key, value, options)
  }
  const grants = createGrants(
    {
      records: { ...store.records, putIfAbsent },
      revocations: createRevocations({ log: store.revocations }, runtime),
      refreshKeys: [key('r', 1)],
      sealer: createSealer([key('v', 2)], 'refresh-successor', runtime),
      accessTokenLifetimeMs: 3_600_000,
      graceMs: GRACE_MS,
    },
    { record: () => undefined },
    runtime,
  )
  return { grants, expiries }
}

const ALICE = {
  subject: 'A1icexxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
  userIssuer: 'https://login.example',
  userSubject: 'alice',
  displayName: undefined,
  roles: [],
  clientId: 'c_one',
  redirectUri: 'https://client.example/cb',
  resource: 'https://notes.example/mcp',
  scopes: ['notes:read'],
  offline: true,
}
const present = (refreshToken: string) => ({
  refreshToken,
  clientId: ALICE.clientId,
  scopes: undefined,
  resource: undefined,
})

describe.concurrent.each([
  [-20_000, 20_000],
  [20_000, -20_000],
  [20_000, 20_000],
])('of two processes whose clocks are %i and %i ms off', (one, other) => {
  it('the second judges the grace of a rotation of the first by the clock of the server [AS-57] [F-92]', async () => {
    const [{ grants: first }, { grants: second }] = [processOff(one), processOff(other)]
    const token = await first.startRefresh(await first.create(ALICE))
    const { refreshToken } = await first.rotateRefresh(present(token))
    const rotatedAt = performance.now()
    await setTimeout(GRACE_MS / 2)
    const retried = await second.rotateRefresh(present(token))
    if (performance.now() - rotatedAt < GRACE_MS)
      expect([retried.retry, retried.refreshToken]).toEqual([true, refreshToken])
    await setTimeout(GRACE_MS / 2 + 20)
    await expect(second.rotateRefresh(present(token))).rejects.toMatchObject({ reason: 'refresh_replayed' })
    await expect(first.rotateRefresh(present(refreshToken))).rejects.toMatchObject({ error: 'invalid_grant' })
  })

  it('the second finds a code of the first as old as it is [AS-31] [F-92]', async () => {
    const [{ grants: first, expiries }, { grants: second }] = [processOff(one), processOff(other)]
    const grant = await first.create(ALICE)
    const code = await first.issueCode(grant, { redirectUri: ALICE.redirectUri, codeChallenge: CHALLENGE })
    expect(Math.abs((expiries.get('code') ?? 0) - Date.now() - 60_000)).toBeLessThan(2_000)
    const presented = { code, clientId: ALICE.clientId, codeVerifier: VERIFIER, redirectUri: ALICE.redirectUri }
    expect((await second.redeemCode({ ...presented, resource: ALICE.resource })).grantId).toBe(grant.grantId)
  })
})
