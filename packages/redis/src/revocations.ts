import { StoreError } from '@sallyport/core/errors'
import { fromStored, toStored, type RevocationLog, type Tombstone, type TombstoneKind } from '@sallyport/core/store'
import type { Connection } from './connection.js'
import type { Layout } from './layout.js'
import { APPEND, FIND, SEQ, SINCE } from './revocation-scripts.js'

/** Who is further behind than this is told to forget everything: cheaper for both than the list. */
const MOST_TOLD = 5_000
/** Targets looked up by one script. */
const MOST_SOUGHT = 1_000

/** One tombstone for each target. The log lies in one slot of a Cluster: its sequence is exact. */
export function createRevocations(connection: Connection, { log }: Layout, maxTombstones: number): RevocationLog {
  const find = async (targets: readonly Pick<Tombstone, 'kind' | 'id'>[]): Promise<readonly Tombstone[]> => {
    const members = targets.map(memberOf)
    const found = (await connection.run(FIND, [log.targets], members)) as readonly (string | null)[]
    return members.flatMap((member, i) => {
      const kept = found[i]
      return typeof kept === 'string' ? [tombstoneOf(member, kept)] : []
    })
  }

  return Object.freeze<RevocationLog>({
    async append(tombstone) {
      const keys = [log.head, log.bySeq, log.byExpiry, log.targets] as const
      const { revokedAtMs, expiresAtMs } = tombstone
      const seq = Number(
        await connection.run(APPEND, keys, [memberOf(tombstone), revokedAtMs, expiresAtMs, maxTombstones]),
      )
      if (seq === 0) throw new StoreError('capacity', 'The revocation log is full.')
      return seq
    },
    async seq() {
      return Number(await connection.run(SEQ, [log.head], []))
    },
    async since(known) {
      const keys = [log.head, log.bySeq, log.targets] as const
      const reply = await connection.run(SINCE, keys, [known, MOST_TOLD])
      const [seq, told] = reply as [number, string[] | undefined]
      if (told === undefined) return { seq, tombstones: undefined }
      const members = told.filter((_text, i) => i % 2 === 0)
      return { seq, tombstones: members.map((member, i) => tombstoneOf(member, told[2 * i + 1] ?? '')) }
    },
    async find(targets) {
      if (targets.length <= MOST_SOUGHT)
        return targets.length === 0 ? connection.attempt(async () => []) : find(targets)
      const [first, rest] = [targets.slice(0, MOST_SOUGHT), targets.slice(MOST_SOUGHT)]
      return [...(await find(first)), ...(await this.find(rest))]
    },
  })
}

function memberOf({ kind, id }: Pick<Tombstone, 'kind' | 'id'>): string {
  return `${kind}:${toStored(id)}`
}

/** @param kept JSON of two texts: revoked at, expires at */
function tombstoneOf(member: string, kept: string): Tombstone {
  const colon = member.indexOf(':')
  const [revokedAtMs, expiresAtMs] = JSON.parse(kept) as [string, string]
  return {
    kind: member.slice(0, colon) as TombstoneKind,
    id: fromStored(member.slice(colon + 1)),
    revokedAtMs: Number(revokedAtMs),
    expiresAtMs: Number(expiresAtMs),
  }
}
