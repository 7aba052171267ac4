import { fromStored, toStored, type RevocationLog, type Tombstone, type TombstoneKind } from '@sallyport/core/store'
import type { ResultRow } from './client.js'
import type { Connection } from './connection.js'

/** One tombstone for each target: a later one takes the place of the earlier and keeps the longer reach of both. */
export function createRevocations(connection: Connection, maxTombstones: number): RevocationLog {
  return Object.freeze<RevocationLog>({
    async append({ kind, id, revokedAtMs, expiresAtMs }) {
      const values = [kind, toStored(id), revokedAtMs, expiresAtMs, maxTombstones] as const
      return Number((await connection.call('append_tombstone', ...values))[0]?.['seq'])
    },
    async seq() {
      return Number((await connection.call('newest_seq'))[0]?.['seq'])
    },
    async since(known) {
      const rows = await connection.call('tombstones_since', known)
      const seq = Number(rows[0]?.['seq'])
      if (rows[0]?.['reaches'] !== true) return { seq, tombstones: undefined }
      return { seq, tombstones: rows.filter((row) => row['kind'] !== null).map(tombstoneOf) }
    },
    async find(targets) {
      const wanted = targets.map(({ kind, id }) => ({ kind, id: toStored(id) }))
      return (await connection.call('find_tombstones', JSON.stringify(wanted))).map(tombstoneOf)
    },
  })
}

function tombstoneOf(row: ResultRow): Tombstone {
  return {
    kind: row['kind'] as TombstoneKind,
    id: fromStored(String(row['id'])),
    revokedAtMs: Number(row['revoked_at_ms']),
    expiresAtMs: Number(row['expires_at_ms']),
  }
}
