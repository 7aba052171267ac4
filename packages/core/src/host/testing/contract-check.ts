import { isSecurityError, type StoreErrorReason } from '../../errors/index.js'
import type { Awaitable } from '../../foundation/index.js'
import type { Store, StoredRecord } from '../../store/index.js'

/** How a store is to be opened for one check. */
export interface StoreFixtureOptions {
  /** Largest number of records, or of buckets, of a kind. */
  readonly capacity: Readonly<Record<string, number>>
  /** Largest number of live tombstones. */
  readonly maxTombstones: number
}

/** An empty store and the clock that decides its expiry. */
export interface StoreFixture {
  readonly store: Store
  /** Milliseconds since the epoch on the clock of the store. */
  readonly nowMs: () => number
  /** Lets this many milliseconds pass on that clock: moves a fake one, also back, or waits. */
  readonly advance: (ms: number) => Awaitable<void>
  /** Another handle to the same data, as a second process would have it; absent where data cannot be shared. */
  readonly open?: () => Promise<Store>
  /** Closes and removes everything. */
  readonly dispose: () => Promise<void>
}

export type StoreFactory = (options: StoreFixtureOptions) => Promise<StoreFixture>

/** One promise of the contract, for any test runner. */
export interface StoreCheck {
  readonly title: string
  /** @throws {Error} when the store breaks the promise */
  readonly run: () => Promise<void>
}

export interface ContractEntry {
  readonly title: string
  readonly options?: Partial<StoreFixtureOptions>
  readonly run: (fixture: StoreFixture) => Promise<void>
}

export function entry(
  title: string,
  run: ContractEntry['run'],
  options: Partial<StoreFixtureOptions> = {},
): ContractEntry {
  return { title, run, options }
}

/** @throws {Error} unless both are equal in depth */
export function same(actual: unknown, expected: unknown, what: string): void {
  if (!equal(actual, expected)) throw new Error(`${what}: got ${show(actual)}, expected ${show(expected)}`)
}

/** A record without the instant at which it was read: what two readers agree on. */
export function kept(record: StoredRecord | undefined): Omit<StoredRecord, 'readAtMs'> | undefined {
  return record && { value: record.value, version: record.version, expiresAtMs: record.expiresAtMs }
}

/** @throws {Error} unless the action is refused with `StoreError` of this reason */
export async function refusesWith(reason: StoreErrorReason, action: () => unknown, what: string): Promise<void> {
  const error = await failureOf(action)
  if (!isSecurityError(error) || error.code !== 'ERR_STORE' || !('reason' in error) || error.reason !== reason)
    throw new Error(`${what}: expected StoreError ${reason}, got ${show(error)}`)
}

/** @throws {Error} unless the action fails with an error of this name */
export async function failsAs(name: string, action: () => unknown, what: string): Promise<void> {
  const error = await failureOf(action)
  if (!(error instanceof Error) || error.name !== name) throw new Error(`${what}: expected ${name}, got ${show(error)}`)
}

async function failureOf(action: () => unknown): Promise<unknown> {
  try {
    await action()
    return 'no failure'
  } catch (error) {
    return error
  }
}

function equal(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  const [left, right] = [Object.entries(a), new Map<string, unknown>(Object.entries(b))]
  return left.length === right.size && left.every(([key, value]) => right.has(key) && equal(value, right.get(key)))
}

function show(value: unknown): string {
  if (value === undefined) return 'undefined'
  return value instanceof Error ? `${value.name}: ${value.message}` : JSON.stringify(value).slice(0, 400)
}
