import { createSallyport, oidcUpstream, type Sallyport } from '@sallyport/core'
import { generateKeySet, keysFromEnv, parseKeySet } from '@sallyport/core/keys'
import { createTokenIssuer } from '@sallyport/core/tokens'
import type { RequestFacts } from '@sallyport/core/transport'
import { createServer, connect, type AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { redisStore } from '../src/index.js'
import { ioredis, ioredisCluster, nodeRedis, nodeRedisCluster, type TestClient } from './support/clients.js'
import { startCluster, type TestCluster } from './support/cluster.js'
import { startServer, type TestServer } from './support/server.js'
import { listen } from './support/wire.js'

const ISSUER = 'https://notes.example.com'
const RESOURCE = 'https://notes.example.com/mcp'
/** One way. Much longer than a process needs to write two commands one after the other. */
const LATENCY_MS = 60
const GRANT = `Abc${'1'.repeat(22)}`
const SUBJECT = `Abc${'x'.repeat(40)}`

let server: TestServer
let cluster: TestCluster
beforeAll(async () => {
  ;[server, cluster] = await Promise.all([startServer(), startCluster()])
})
afterAll(async () => {
  await Promise.all([server.dispose(), cluster.dispose()])
})

const message = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'notes_list' } }
const initialize = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'test', version: '1' } },
}

interface Deployment {
  readonly token: (grantId?: string) => Promise<string>
  /** Status of one request through the whole gate. */
  readonly call: (token: string, sessionId?: string) => Promise<number>
  /** Opens a session as a server does: with an id in the answer to `initialize`. */
  readonly open: (token: string, sessionId: string) => Promise<void>
  readonly sallyport: Sallyport
}

async function deploy(client: TestClient['client'], prefix: string): Promise<Deployment> {
  const file = await generateKeySet()
  const { signing } = await parseKeySet(file)
  const sallyport = createSallyport({
    resource: RESOURCE,
    operations: { default: ['notes:read'] },
    authorizationServer: {
      issuer: ISSUER,
      upstream: oidcUpstream({ issuer: 'https://login.example.com', clientId: 'notes', clientSecret: 'not used here' }),
    },
    keys: keysFromEnv({ env: { SALLYPORT_KEYS: JSON.stringify(file) } }),
    limits: { userClient: { burst: 500, intervalMs: 10 } },
    store: redisStore({ client, prefix }),
  })
  await sallyport.ready()
  const tokens = createTokenIssuer({ issuer: ISSUER, signers: signing })
  const gate = sallyport.gate()

  const facts = (token: string, sessionId: string | undefined): RequestFacts => {
    const lines: Record<string, string> = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    if (sessionId !== undefined) lines['mcp-session-id'] = sessionId
    return {
      method: 'POST',
      target: '/mcp',
      remoteAddress: '203.0.113.9',
      headerLines: (name) => (name in lines ? [lines[name] ?? ''] : []),
    }
  }
  const enter = async (body: object, token: string, sessionId?: string) => {
    const admitted = await gate.admit(facts(token, sessionId))
    if (!admitted.allowed) return { status: admitted.reply.status, admitted: undefined }
    const allowed = await gate.authorize(admitted, body)
    return { status: allowed.allowed ? 200 : allowed.reply.status, admitted }
  }
  return {
    sallyport,
    token: async (grantId = GRANT) => {
      const issued = await tokens.issue({
        subject: SUBJECT,
        clientId: 'c_1',
        resource: RESOURCE,
        scopes: ['notes:read'],
        grantId,
        roles: [],
        notAfterMs: Date.now() + 3_600_000,
      })
      return issued.accessToken
    },
    call: async (token, sessionId) => (await enter(message, token, sessionId)).status,
    async open(token, sessionId) {
      const { admitted } = await enter(initialize, token)
      if (admitted === undefined) throw new Error('not admitted')
      await gate.answering(admitted, { status: 200, sessionId })
    },
  }
}

/** A server far away: what comes in quick succession is one round. */
async function farAway(port: number) {
  let rounds = 0
  let lastMs = 0
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1')
    const delayed = (send: (chunk: Buffer) => void) => (chunk: Buffer) => void setTimeout(() => send(chunk), LATENCY_MS)
    near.on('data', (chunk: Buffer) => {
      if (performance.now() - lastMs > LATENCY_MS) rounds++
      lastMs = performance.now()
      delayed((late) => far.write(late))(chunk)
    })
    far.on(
      'data',
      delayed((late) => near.write(late)),
    )
    near.on('error', () => far.destroy()).on('close', () => far.destroy())
    far.on('error', () => near.destroy()).on('close', () => near.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    /** How often somebody asked and waited since the last call. */
    rounds: () => {
      const counted = rounds
      rounds = 0
      return counted
    },
    close: () => server.close(),
  }
}

describe.each<[string, (port: number) => Promise<TestClient>]>([
  ['ioredis', ioredis],
  ['redis', nodeRedis],
])('a protected request, with %s', (name, connectTo) => {
  it('waits for Redis once: revocation, limits and session go together [F-40] [F-92] [ST-23]', async () => {
    const far = await farAway(server.port)
    const { client, close } = await connectTo(far.port)
    const { token, call, open } = await deploy(client, `${name}-far:`)
    const accessToken = await token()
    await open(accessToken, 'session-1')
    expect(await call(accessToken, 'session-1')).toBe(200)
    far.rounds()
    for (let i = 0; i < 5; i++) expect(await call(accessToken, 'session-1')).toBe(200)
    expect(far.rounds()).toBe(5)

    // Not seen before: its tombstones are asked for in the same breath.
    const fresh = await token()
    expect(await call(fresh, 'session-1')).toBe(200)
    expect(far.rounds()).toBe(1)
    far.close()
    await close()
  })

  it('is three short scripts, and no more than two without a session [F-92]', async () => {
    const { client, close } = await connectTo(server.port)
    const { token, call, open } = await deploy(client, `${name}-near:`)
    const accessToken = await token()
    await open(accessToken, 'session-1')
    for (let i = 0; i < 2; i++) await call(accessToken, 'session-1')
    const wire = await listen([server.port])
    for (let i = 0; i < 10; i++) await call(accessToken, 'session-1')
    expect(await wire.read()).toEqual(Array.from({ length: 30 }, () => 'EVALSHA'))
    for (let i = 0; i < 10; i++) await call(accessToken)
    expect(await wire.read()).toEqual(Array.from({ length: 20 }, () => 'EVALSHA'))
    wire.close()
    await close()
  })

  it('with a token that was revoked does not ask again, and the person pays once at most [F-09] [F-40]', async () => {
    const { client, close } = await connectTo(server.port)
    const { token, call, sallyport } = await deploy(client, `${name}-revoked:`)
    const [revoked, other] = [await token(), await token(`Abc${'2'.repeat(22)}`)]
    for (const each of [revoked, other]) await call(each)
    await sallyport.revoke({ grantId: GRANT })
    expect(await call(revoked)).toBe(401)
    const wire = await listen([server.port])
    for (let i = 0; i < 10; i++) expect(await call(revoked)).toBe(401)
    // Each refusal is charged to the address, in one script, until it has none left.
    expect(await wire.read()).toEqual(Array.from({ length: 10 }, () => 'EVALSHA'))
    expect(await call(other)).toBe(200)
    wire.close()
    await close()
  })
})

describe.each<[string, () => Promise<TestClient>]>([
  ['ioredis', () => ioredisCluster(cluster.ports)],
  ['redis', () => nodeRedisCluster(cluster.ports)],
])('a protected request on a Cluster, with %s', (name, connectTo) => {
  it('asks the master of the log once and that of the person twice, all at once [F-40] [F-92]', async () => {
    const { client, close } = await connectTo()
    const { token, call, open } = await deploy(client, `${name}:`)
    const accessToken = await token()
    await open(accessToken, 'session-1')
    for (let i = 0; i < 2; i++) await call(accessToken, 'session-1')
    const wire = await listen(cluster.ports)
    for (let i = 0; i < 10; i++) expect(await call(accessToken, 'session-1')).toBe(200)
    expect(await wire.read()).toEqual(Array.from({ length: 30 }, () => 'EVALSHA'))
    wire.close()
    await close()
  })
})
