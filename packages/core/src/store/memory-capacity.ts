/** Shares of the kinds that strangers can fill; every other kind has {@link DEFAULT_SHARE}. */
const SHARES: Readonly<Record<string, number>> = { client: 10_000, flow: 10_000, held: 1_000, 'form-used': 50_000 }
const DEFAULT_SHARE = 100_000

/** The part of a key before the first colon. */
export function kindOf(key: string): string {
  const colon = key.indexOf(':')
  return colon === -1 ? key : key.slice(0, colon)
}

/** How many entries a kind may have; one kind never takes the room of another. */
export function createShares(capacity: Readonly<Record<string, number>>): (kind: string) => number {
  const shares = new Map([...Object.entries(SHARES), ...Object.entries(capacity)])
  return (kind) => shares.get(kind) ?? DEFAULT_SHARE
}
