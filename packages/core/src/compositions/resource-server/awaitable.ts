import type { Awaitable } from '../../foundation/index.js'

/** Goes on with a value as soon as it is there: at once when it is no promise. */
export function chain<T, U>(value: Awaitable<T>, next: (value: T) => Awaitable<U>): Awaitable<U> {
  return value instanceof Promise ? value.then(next) : next(value)
}

/** `try … catch` for both kinds of answer. */
export function attempt<T>(run: () => Awaitable<T>, failed: (error: unknown) => Awaitable<T>): Awaitable<T> {
  try {
    const result = run()
    return result instanceof Promise ? result.catch(failed) : result
  } catch (error) {
    return failed(error)
  }
}
