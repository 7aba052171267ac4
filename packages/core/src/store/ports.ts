import type { Awaitable } from '../foundation/index.js'

export interface StoredRecord {
  /** Opaque to the store. Holds hashes or sealed text, never a raw token, code or cookie. */
  readonly value: string
  /** Changes on every write; compare for equality only. */
  readonly version: string
  /** Milliseconds since the epoch. Must not be returned at or after this instant. */
  readonly expiresAtMs: number
  /**
   * When it was read, by the clock of the store: milliseconds since the epoch. Whoever judges idle times, grace or age of
   * something that several processes share counts from here, so that a process whose own clock is off judges as the
   * others do.
   */
  readonly readAtMs: number
}

export interface WriteOptions {
  /** Milliseconds since the epoch. */
  readonly expiresAtMs: number
  /** Up to four indexes that find the record again, for example `user:…`, `client:…`, `kind:grant`. */
  readonly indexes?: readonly string[]
}

export type PutResult =
  { readonly inserted: true; readonly version: string } | { readonly inserted: false; readonly existing: StoredRecord }

export interface IndexPage {
  readonly keys: readonly string[]
  /** Pass it on to read the next page; absent on the last one. */
  readonly cursor?: string
}

/**
 * Records with an expiry. Keys are `<kind>:<id or hash>`. Linearizable per key. An outage throws `StoreError`; it is
 * never reported as "not found".
 *
 * A verb that failed with `StoreError` `unavailable` may have happened, and may still happen later, for a command that was
 * sent cannot be called back. It happens at most once: whoever was told that it failed must not act as if it had
 * succeeded, and finds out by reading.
 */
export interface RecordStore {
  get(key: string): Promise<StoredRecord | undefined>
  /** One caller wins. A loser gets the winner's record, so that reuse can be traced to its grant. */
  putIfAbsent(key: string, value: string, options: WriteOptions): Promise<PutResult>
  /** Reads and removes: of two concurrent callers at most one gets the record. */
  take(key: string): Promise<StoredRecord | undefined>
  /** Replaces value, expiry and indexes only while `version` is current; `false` means read again and decide again. */
  compareAndSwap(key: string, version: string, value: string, options: WriteOptions): Promise<boolean>
  /** Removes; with `version` only while it is current. `true` when a live record went. */
  delete(key: string, version?: string): Promise<boolean>
  /** A superset of the live records of an index, each visible no later than its record. Read the record before trusting it. */
  listByIndex(index: string, cursor: string | undefined, limit: number): Promise<IndexPage>
  /**
   * Removes what has expired: records first, then full buckets and tombstones, no more than `limit` of them together.
   * Returns how many went; 0 when there is nothing left to remove. Cheap enough to run beside requests: never holds up
   * others for longer than one of their own verbs.
   */
  sweepExpired(limit: number): Promise<number>
}

/** One bucket of a debit: GCRA with a burst of `burst` and one new token every `intervalMs`. */
export interface BucketDebit {
  readonly key: string
  /** Largest number of tokens, a whole number. */
  readonly burst: number
  /** Whole milliseconds until one token has come back. */
  readonly intervalMs: number
  /** Tokens asked for, a whole number; a cost above `burst` is never allowed. */
  readonly cost: number
  /** Asks only: the bucket counts for the verdict, and nothing is taken from it. */
  readonly peek?: boolean
}

export interface BucketState {
  readonly key: string
  /** Whole tokens left after this call. */
  readonly remaining: number
  /** Milliseconds until the same cost would be allowed; 0 when it was, `Infinity` when it never will be. */
  readonly retryAfterMs: number
  /** Milliseconds until the bucket is full again. */
  readonly resetMs: number
}

export interface DebitResult {
  readonly allowed: boolean
  /** In the order asked. */
  readonly buckets: readonly BucketState[]
}

export interface BucketStore {
  /** Debits every bucket, or none of them. */
  debit(buckets: readonly BucketDebit[]): Awaitable<DebitResult>
}

/** What a tombstone kills: one token, one grant, or all that a user or a client got up to `revokedAtMs`. */
export type TombstoneKind = 'jti' | 'gid' | 'user' | 'client'

export interface Tombstone {
  readonly kind: TombstoneKind
  readonly id: string
  /** Milliseconds since the epoch. */
  readonly revokedAtMs: number
  /** Milliseconds since the epoch; the last instant at which something it kills could still be presented. */
  readonly expiresAtMs: number
}

export interface RevocationChanges {
  /** The sequence after these tombstones; may be lower than the one asked for. */
  readonly seq: number
  /**
   * In the order of their numbers. `undefined` when the log no longer reaches back to the sequence asked for, or has not
   * reached it: forget everything cached.
   */
  readonly tombstones: readonly Tombstone[] | undefined
}

export interface RevocationLog {
  /**
   * Durable, and visible to every process, once it has resolved. Returns the sequence of this tombstone: one more than the
   * newest, or the clock of the store in milliseconds since the epoch, whichever is greater. It never goes back and is a
   * safe integer. A number does not come again for something else when a log loses its end, in a failover or with an older
   * copy, and goes on from there: whoever knew the lost one sees that the log has changed (F-09).
   */
  append(tombstone: Tombstone): Promise<number>
  /** The newest sequence; 0 before the first tombstone. Read on every request: synchronous where the store can. */
  seq(): Awaitable<number>
  /** What came after a sequence; it need not be one that a tombstone has. */
  since(seq: number): Awaitable<RevocationChanges>
  /** The live tombstones among these. */
  find(targets: readonly Pick<Tombstone, 'kind' | 'id'>[]): Awaitable<readonly Tombstone[]>
}

export interface StoredEvent {
  readonly atMs: number
  readonly kind: string
  /** The event as JSON. */
  readonly value: string
}

/** Which events to read; they come in the order in which they were appended. */
export interface EventQuery {
  readonly fromMs: number
  /** Not included. */
  readonly toMs: number
  readonly kinds?: readonly string[]
  readonly cursor?: string
  readonly limit: number
}

export interface EventPage {
  readonly events: readonly StoredEvent[]
  readonly cursor?: string
}

/** Audit events, for reports. */
export interface EventLog {
  append(event: StoredEvent): Promise<void>
  query(query: EventQuery): Promise<EventPage>
}

export interface Store {
  readonly records: RecordStore
  readonly buckets: BucketStore
  readonly revocations: RevocationLog
  readonly events?: EventLog
  /** Whose clock decides expiry and buckets. */
  readonly clock: 'process' | 'server'
  /** What an acknowledged write survives. */
  readonly durability: 'process' | 'disk'
  /** @throws {StoreError} when the store cannot serve */
  ping(): Promise<void>
  close(): Promise<void>
}
