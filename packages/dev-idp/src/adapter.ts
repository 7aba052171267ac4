import type { Payload } from 'oidc-provider/lib/provider.js'
import type { ClientRegistry } from './clients.js'
import type { ProviderRecord, State } from './state.js'

/** How `oidc-provider` reads and writes one kind of record. */
export interface Adapter {
  find(id: string): Promise<Payload | undefined>
  findByUid(uid: string): Promise<Payload | undefined>
  upsert(id: string, payload: Payload, expiresInSeconds?: number): Promise<void>
  /** Marks a code as redeemed. */
  consume(id: string): Promise<void>
  destroy(id: string): Promise<void>
  revokeByGrantId(grantId: string): Promise<void>
}

/** Models that end with their grant. */
const OF_A_GRANT = /^(AccessToken|AuthorizationCode|RefreshToken):/

/** Keeps records in the state, which is saved before each change is acknowledged. Clients come from the registry. */
export function createAdapter(state: State, clients: ClientRegistry): (model: string) => Adapter {
  const { records } = state

  const live = (record: ProviderRecord | undefined): Payload | undefined =>
    record === undefined || (record.expiresAtMs ?? Infinity) <= Date.now() ? undefined : record.payload

  return (model) => {
    const keyOf = (id: string): string => `${model}:${id}`
    return {
      async find(id) {
        return model === 'Client' ? clients.metadata(id) : live(records.get(keyOf(id)))
      },
      async findByUid(uid) {
        const found = [...records].find(([key, { payload }]) => key.startsWith(keyOf('')) && payload['uid'] === uid)
        return live(found?.[1])
      },
      async upsert(id, payload, expiresInSeconds) {
        const expiry = expiresInSeconds === undefined ? {} : { expiresAtMs: Date.now() + expiresInSeconds * 1000 }
        records.set(keyOf(id), { payload: structuredClone(payload), ...expiry })
        state.save()
      },
      async consume(id) {
        const record = records.get(keyOf(id))
        if (record === undefined) return
        const consumed = Math.floor(Date.now() / 1000)
        records.set(keyOf(id), { ...record, payload: { ...record.payload, consumed } })
        state.save()
      },
      async destroy(id) {
        if (records.delete(keyOf(id))) state.save()
      },
      async revokeByGrantId(grantId) {
        for (const [key, { payload }] of records) {
          if (OF_A_GRANT.test(key) && payload['grantId'] === grantId) records.delete(key)
        }
        state.save()
      },
    }
  }
}
