import { StoreError } from '@sallyport/core/errors'
import { fromStored, toStored, type RevocationLog, type Tombstone, type TombstoneKind } from '@sallyport/core/store'
import type { Connection, Row } from './connection.js'
import type { SqliteRuntime } from './runtime.js'

/** Expired tombstones dropped for each new one. */
const TRIMMED = 100

/** Trims the log of expired tombstones; to be called within a transaction. Returns how many went. */
export function createTrim(connection: Connection): (nowMs: number, limit: number) => number {
  const expired = `SELECT seq FROM sallyport_tombstones WHERE expires_at_ms <= ? ORDER BY expires_at_ms LIMIT ?`
  const newest = connection.prepare(`SELECT max(seq) FROM (${expired})`)
  const mark = connection.prepare('UPDATE sallyport_revocation_log SET trimmed_seq = max(trimmed_seq, ?)')
  const trim = connection.prepare(`DELETE FROM sallyport_tombstones WHERE seq IN (${expired})`)
  return (nowMs, limit) => {
    const seq = newest.row(nowMs, limit)?.[0] ?? null
    if (seq === null) return 0
    mark.run(seq)
    return trim.run(nowMs, limit)
  }
}

/** One tombstone for each target: a later one takes the place of the earlier and keeps the longer reach of both. */
export function createRevocations(
  connection: Connection,
  maxTombstones: number,
  trim: (nowMs: number, limit: number) => number,
  runtime: SqliteRuntime,
): RevocationLog {
  const columns = 'kind, id, revoked_at_ms, expires_at_ms'
  const head = connection.prepare('SELECT seq, trimmed_seq FROM sallyport_revocation_log')
  // By the clock, so that a restored copy that goes on gives no number for the second time.
  const next = connection.prepare('UPDATE sallyport_revocation_log SET seq = max(seq + 1, CAST(? AS INTEGER))')
  const count = connection.prepare(`SELECT count FROM sallyport_counts WHERE what = 'tombstone'`)
  const upsert = connection.prepare(
    `INSERT INTO sallyport_tombstones (seq, ${columns}) VALUES (?, ?, ?, ?, ?) ON CONFLICT (kind, id) DO UPDATE SET
       seq = excluded.seq,
       revoked_at_ms = max(revoked_at_ms, excluded.revoked_at_ms),
       expires_at_ms = max(expires_at_ms, excluded.expires_at_ms)`,
  )
  const newer = connection.prepare(`SELECT ${columns} FROM sallyport_tombstones WHERE seq > ? ORDER BY seq`)
  const one = connection.prepare(
    `SELECT ${columns} FROM sallyport_tombstones WHERE kind = ? AND id = ? AND expires_at_ms > ?`,
  )

  const ends = (): { seq: number; trimmedSeq: number } => {
    const [seq, trimmedSeq] = head.row() ?? []
    return { seq: Number(seq), trimmedSeq: Number(trimmedSeq) }
  }

  return Object.freeze<RevocationLog>({
    async append({ kind, id, revokedAtMs, expiresAtMs }) {
      return connection.transaction(() => {
        const nowMs = runtime.nowMs()
        trim(nowMs, TRIMMED)
        next.run(nowMs)
        const { seq } = ends()
        upsert.run(seq, kind, toStored(id), revokedAtMs, expiresAtMs)
        if (Number(count.row()?.[0]) > maxTombstones) throw new StoreError('capacity', 'The revocation log is full.')
        return seq
      })
    },
    seq: () => connection.attempt(() => ends().seq),
    since: (known) =>
      connection.attempt(() => {
        const { seq, trimmedSeq } = ends()
        if (known === seq) return { seq, tombstones: [] }
        if (known < trimmedSeq || known > seq) return { seq, tombstones: undefined }
        // What is appended between the two statements is told twice, which does no harm.
        return { seq, tombstones: newer.rows(known).map(tombstoneOf) }
      }),
    find: (targets) =>
      connection.attempt(() => {
        const nowMs = runtime.nowMs()
        return targets.flatMap(({ kind, id }) => one.rows(kind, toStored(id), nowMs).map(tombstoneOf))
      }),
  })
}

function tombstoneOf([kind, id, revokedAtMs, expiresAtMs]: Row): Tombstone {
  return {
    kind: kind as TombstoneKind,
    id: fromStored(String(id)),
    revokedAtMs: Number(revokedAtMs),
    expiresAtMs: Number(expiresAtMs),
  }
}
