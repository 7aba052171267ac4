/** A value, or a promise of it: callers on a hot path test before they wait. */
export type Awaitable<T> = T | Promise<T>
