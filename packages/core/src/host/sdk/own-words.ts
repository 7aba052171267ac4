const own = new WeakSet<object>()

/** Marks a result that this library wrote itself: it is no data from elsewhere, and is not treated as such. */
export function ownWords<Result extends object>(result: Result): Result {
  own.add(result)
  return result
}

export const isOwnWords = (result: object): boolean => own.has(result)
