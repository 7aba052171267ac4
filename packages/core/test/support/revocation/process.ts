import { readFileSync } from 'node:fs'
import { createAuditor } from '../../../src/audit/index.js'
import { createSallyport, oidcUpstream, type RevocationTarget } from '../../../src/index.js'
import { systemRuntime, type Runtime } from '../../../src/foundation/index.js'
import { parseKeySet } from '../../../src/primitives/keys/index.js'
import { createRevocations } from '../../../src/primitives/revocation/index.js'
import { createSealer } from '../../../src/primitives/sealing/index.js'
import { createGrants } from '../../../src/services/grants/index.js'
import { createTokenIssuer } from '../../../src/services/tokens/index.js'
import type { Store } from '../../../src/store/index.js'
import { CLIENT, ISSUER, RESOURCE, type Issued, type Task } from './protocol.js'

const HOUR_MS = 3_600_000
/** Never the thing that ends a round. */
const PLENTY = { burst: 1_000_000, intervalMs: 1 }

async function openDeployment(store: Store, keyPath: string, runtime: Runtime) {
  const file: unknown = JSON.parse(readFileSync(keyPath, 'utf8'))
  const keys = await parseKeySet(file)
  const sallyport = createSallyport(
    {
      resource: RESOURCE,
      operations: { default: ['notes:read'] },
      keys: { load: () => parseKeySet(file) },
      store,
      limits: { failures: { gate: PLENTY, revoke: PLENTY }, user: PLENTY, userClient: PLENTY },
      authorizationServer: {
        issuer: ISSUER,
        // Nobody logs in here: grants are put on record as a login would.
        upstream: oidcUpstream({ issuer: 'https://login.example', clientId: 'notes', clientSecret: 'not-used-here' }),
        registration: { clients: [{ client_id: CLIENT, redirect_uris: ['https://client.example/cb'] }] },
      },
    },
    runtime,
  )
  const revocations = createRevocations({ log: store.revocations }, runtime)
  const grants = createGrants(
    {
      records: store.records,
      revocations,
      refreshKeys: keys.refresh,
      sealer: createSealer(keys.vault, 'vault', runtime),
      accessTokenLifetimeMs: HOUR_MS,
    },
    createAuditor([]),
    runtime,
  )
  const tokens = createTokenIssuer({ issuer: ISSUER, signers: keys.signing }, runtime)
  await sallyport.ready()
  return { sallyport, revocations, grants, tokens, store, runtime }
}

type Deployment = Awaited<ReturnType<typeof openDeployment>>

async function issue({ grants, tokens }: Deployment, task: Extract<Task, { do: 'issue' }>): Promise<Issued> {
  const { subject, clientId, grantId } = task
  const known = grantId === undefined ? undefined : await grants.find(grantId)
  const who = { subject, clientId, resource: RESOURCE, roles: [], scopes: ['notes:read'] }
  const person = { userIssuer: 'https://login.example', userSubject: subject, displayName: undefined }
  const redirectUri = 'https://client.example/cb'
  const grant = known ?? (await grants.create({ ...who, ...person, redirectUri, offline: false }))
  const { grantId: id, expiresAtMs: notAfterMs, createdAtMs: grantedAtMs } = grant
  const { accessToken, tokenId } = await tokens.issue({ ...who, grantId: id, notAfterMs, grantedAtMs })
  return { token: accessToken, tokenId, grantId: id, subject, clientId }
}

async function admit({ sallyport }: Deployment, method: 'GET' | 'POST', token: string) {
  const lines: Record<string, string> = { 'content-type': 'application/json', authorization: `Bearer ${token}` }
  const headerLines = (name: string) => (lines[name] === undefined ? [] : [lines[name]])
  return sallyport.gate().admit({ method, target: '/mcp', remoteAddress: '192.0.2.7', headerLines })
}

async function call(deployment: Deployment, token: string): Promise<number> {
  const admitted = await admit(deployment, 'POST', token)
  if (!admitted.allowed) return admitted.reply.status
  const message = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'notes_list' } }
  const decision = await deployment.sallyport.gate().authorize(admitted, message)
  return decision.allowed ? 200 : decision.reply.status
}

async function stream(deployment: Deployment, token: string): Promise<void> {
  const gate = deployment.sallyport.gate()
  const admitted = await admit(deployment, 'GET', token)
  const decision = admitted.allowed ? await gate.authorize(admitted, undefined) : admitted
  if (!admitted.allowed || !decision.allowed) throw new Error('the stream was not let in')
  return new Promise((resolve) => gate.watch(admitted, undefined, resolve))
}

/** RFC 7009 §2.1, of a public client. */
async function revokeByEndpoint({ sallyport }: Deployment, token: string): Promise<void> {
  const body = new URLSearchParams({ token, client_id: CLIENT })
  const answer = await sallyport.handle(new Request(`${ISSUER}/revoke`, { method: 'POST', body }))
  if (answer?.status !== 200) throw new Error(`/revoke answered ${String(answer?.status)}`)
}

function targetOf(kind: 'grant' | 'client' | 'user', { grantId, clientId, subject }: Issued): RevocationTarget {
  return kind === 'grant' ? { grantId } : kind === 'client' ? { clientId } : { subject }
}

async function revoke(deployment: Deployment, { kind, of }: Extract<Task, { do: 'revoke' }>): Promise<void> {
  const { sallyport, revocations, runtime } = deployment
  if (kind === 'endpoint') await revokeByEndpoint(deployment, of.token)
  else if (kind === 'token') {
    await revocations.revoke({ kind: 'jti', id: of.tokenId, expiresAtMs: runtime.nowMs() + HOUR_MS })
  } else await sallyport.revoke(targetOf(kind, of))
}

/** Leaves tombstones behind that have expired, and one that comes later and trims the log of them. */
async function trim({ store, runtime }: Deployment, count: number): Promise<void> {
  const revokedAtMs = runtime.nowMs()
  const bury = (id: string, lifeMs: number) =>
    store.revocations.append({ kind: 'jti', id: `${id}-${String(revokedAtMs)}`, revokedAtMs, expiresAtMs: lifeMs })
  for (let i = 0; i < count; i++) await bury(`short-${String(i)}`, revokedAtMs - 60_000)
  await bury('last', revokedAtMs + HOUR_MS)
}

/** A process of a deployment: does what its parent asks for, until the parent has gone. */
export async function serveProcess(open: (runtime: Runtime) => Promise<Store> | Store): Promise<void> {
  const keyPath = process.argv.at(-1) ?? ''
  let skewMs = 0
  const runtime: Runtime = { ...systemRuntime, nowMs: () => systemRuntime.nowMs() + skewMs }
  const deployment = await openDeployment(await open(runtime), keyPath, runtime)
  const perform = async (task: Task): Promise<unknown> => {
    switch (task.do) {
      case 'issue':
        return issue(deployment, task)
      case 'call':
        return call(deployment, task.token)
      case 'stream':
        return stream(deployment, task.token)
      case 'revoke':
        return revoke(deployment, task)
      case 'trim':
        return trim(deployment, task.count)
      case 'skew':
        return (skewMs = task.ms)
    }
  }
  process.on('disconnect', () => process.exit())
  process.on('message', ({ id, task }: { id: number; task: Task }) => {
    void perform(task).then(
      (result) => process.send?.({ id, result }),
      (error: unknown) => process.send?.({ id, failed: String(error) }),
    )
  })
  process.send?.('ready')
}
