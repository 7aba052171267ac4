/**
 * Remembers what a pure function said. When `max` answers are held all are forgotten, so that a stranger who keeps asking
 * anew costs time and never memory.
 */
export function memo<Value>(max: number, compute: (key: string) => Value): (key: string) => Value {
  const known = new Map<string, Value>()
  return (key) => {
    const held = known.get(key)
    if (held !== undefined) return held
    if (known.size >= max) known.clear()
    const value = compute(key)
    known.set(key, value)
    return value
  }
}
