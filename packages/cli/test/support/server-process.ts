import { createSallyport } from '@sallyport/core'
import { keysFromFile } from '@sallyport/core/node'
import { sqliteStore } from '@sallyport/sqlite'
import type { UpstreamConfiguration } from '@sallyport/core/upstream'
import { ISSUER, RESOURCE } from '../../../core/test/compositions/authorization-server/harness.js'
import { testUpstream, UPSTREAM } from '../../../core/test/compositions/authorization-server/test-upstream.js'
import { facts } from '../../../core/test/sallyport/support.js'
import type { Task, WireResponse } from './protocol.js'

/** One process of a deployment: `<database> <key file> <reloadMs>`. */
const [, , path = '', keyPath = '', reloadMs = ''] = process.argv

const PLENTY = { burst: 1_000_000, intervalMs: 1 }
const upstream = { ...testUpstream(), apiOrigins: async () => [UPSTREAM], userInfoEndpoint: async () => undefined }
const configuration: UpstreamConfiguration = { issuer: UPSTREAM, unsafe: [], connect: () => upstream }
const sallyport = createSallyport({
  resource: RESOURCE,
  operations: { default: ['notes:read'] },
  keys: keysFromFile(keyPath, { reloadMs: Number(reloadMs) }),
  store: sqliteStore({ path }),
  limits: { user: PLENTY, userClient: PLENTY, logins: PLENTY, registrations: PLENTY, failures: { gate: PLENTY } },
  authorizationServer: { issuer: ISSUER, upstream: configuration, registration: { dynamic: true } },
})

async function pass(token: string): Promise<{ status: number; extra: unknown }> {
  const gate = sallyport.gate()
  const admitted = await gate.admit(facts({ authorization: `Bearer ${token}`, host: 'notes.example' }))
  if (!admitted.allowed) return { status: admitted.reply.status, extra: undefined }
  const message = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'notes_list' } }
  const decision = await gate.authorize(admitted, message)
  await gate.completed(admitted, { status: 200 })
  return decision.allowed
    ? { status: 200, extra: { authInfo: decision.authInfo } }
    : { status: decision.reply.status, extra: undefined }
}

/** In the middle of what follows. */
function die(): void {
  process.kill(process.pid, 'SIGKILL')
}

async function answer(task: Task): Promise<unknown> {
  switch (task.do) {
    case 'request': {
      const { url, method, headers, body = null } = task.request
      const response = await sallyport.handle(new Request(url, { method, headers, body }), {
        remoteAddress: '192.0.2.1',
      })
      if (!response) throw new Error(`foreign path: ${url}`)
      return {
        status: response.status,
        headers: [...response.headers],
        body: await response.text(),
      } satisfies WireResponse
    }
    case 'call':
      return (await pass(task.token)).status
    case 'keep':
      return sallyport.handles.create((await pass(task.token)).extra, task.value)
    case 'fetch':
      return sallyport.handles.get((await pass(task.token)).extra, task.handle)
    case 'reencrypt':
      return sallyport.reencrypt(task.thenDie ? { onProgress: () => setImmediate(die) } : {})
    case 'reloadKeys':
      return sallyport.reloadKeys()
  }
}

process.on('message', ({ id, task }: { id: number; task: Task }) => {
  answer(task).then(
    (result) => process.send?.({ id, result }),
    (error: unknown) => process.send?.({ id, failed: String(error) }),
  )
})
// Whoever started it is gone.
process.on('disconnect', () => process.exit(0))
await sallyport.ready()
process.send?.('ready')
