import type { Auditor } from '../../audit/index.js'
import { systemRuntime, type Runtime } from '../../foundation/index.js'
import { parseRedirectUri } from '../../policy/uris/index.js'
import type { StoredRecord } from '../../store/index.js'
import { authenticateClient } from './authenticate.js'
import { clientKey, readStoredClient, REGISTERED_ID, type KnownClient } from './known-client.js'
import { clientsContext, type ClientsContext, type ClientsOptions } from './options.js'
import { registerClient } from './register.js'
import type { Clients } from './types.js'

/** A use within the first hundredth of the lifetime moves nothing: a busy client is not written at every refresh. */
const FRESH = 0.99

/**
 * Creates the register of clients: those that the operator names, and those that registered themselves (RFC 7591).
 *
 * Registered ones are never trusted, whatever they say. They expire `unusedLifetimeMs` after a registration that led
 * nowhere, else `idleLifetimeMs` after their last use. Secrets have 256 random bits and are kept as SHA-256.
 *
 * @param audit hears of every registration, with what looks suspicious about it
 * @throws {ConfigError} when an option is wrong
 * @example
 * ```ts
 * import { createAuditor } from '@sallyport/core/audit'
 * import { createClients } from '@sallyport/core/clients'
 * import { memoryStore } from '@sallyport/core/store'
 *
 * const clients = createClients(
 *   { records: memoryStore().records, registration: { dynamic: true, privateUseSchemes: ['cursor'] } },
 *   createAuditor([]),
 * )
 * ```
 */
export function createClients(options: ClientsOptions, audit: Auditor, runtime: Runtime = systemRuntime): Clients {
  const context = clientsContext(options, audit, runtime)

  async function find(clientId: string): Promise<KnownClient | undefined> {
    const named = context.operatorClients.get(clientId)
    if (named !== undefined) return named
    const record = await readClient(context, clientId)
    return record && readStoredClient(record, (uri) => isRedirectAllowed(context, uri))
  }

  return Object.freeze<Clients>({
    find: async (clientId) => (await find(clientId))?.client,
    register: (metadata, request) => registerClient(context, metadata, request),
    authenticate: (presented) => authenticateClient(context, find, presented),
    async touch(clientId) {
      const record = await readClient(context, clientId)
      const nowMs = runtime.nowMs()
      if (record === undefined || record.expiresAtMs > nowMs + FRESH * context.idleLifetimeMs) return
      // Nobody else writes this record, so whoever was faster has done the same.
      await context.records.compareAndSwap(clientKey(clientId), record.version, record.value, {
        expiresAtMs: nowMs + context.idleLifetimeMs,
        indexes: ['kind:client'],
      })
    },
  })
}

/** Asked again at each use: a scheme that the operator has taken back is gone for clients that registered with it, too. */
function isRedirectAllowed({ registration: { privateUseSchemes } }: ClientsContext, uri: string): boolean {
  return parseRedirectUri(uri, { privateUseSchemes }).kind !== 'refused'
}

async function readClient(context: ClientsContext, clientId: string): Promise<StoredRecord | undefined> {
  if (!REGISTERED_ID.test(clientId)) return undefined
  const record = await context.records.get(clientKey(clientId))
  return record !== undefined && record.expiresAtMs > context.runtime.nowMs() ? record : undefined
}
