import type { Random } from '../random.js'

/** What goes wrong. `process` is the place of the process concerned. */
export type Fault =
  | { readonly kind: 'store killed'; readonly downMs: number }
  | { readonly kind: 'process killed'; readonly process: number }
  | { readonly kind: 'connections cut'; readonly process: number; readonly times: number }
  | { readonly kind: 'answers lost'; readonly process: number; readonly forMs: number }
  | { readonly kind: 'latency'; readonly addedMs: number; readonly forMs: number }

export type FaultKind = Fault['kind']

export const FAULT_KINDS: readonly FaultKind[] = [
  'store killed',
  'process killed',
  'connections cut',
  'answers lost',
  'latency',
]

export interface Planned {
  /** Quiet before them. */
  readonly afterMs: number
  /** One, or two of different kinds at the same time. */
  readonly faults: readonly [Fault, ...Fault[]]
}

function faultOf(kind: FaultKind, random: Random, processes: number): Fault {
  const process = random.between(0, processes - 1)
  switch (kind) {
    case 'store killed':
      return { kind, downMs: random.between(100, 2_500) }
    case 'process killed':
      return { kind, process }
    case 'connections cut':
      return { kind, process, times: random.between(1, 8) }
    case 'answers lost':
      return { kind, process, forMs: random.between(100, 1_200) }
    case 'latency':
      return { kind, addedMs: 200, forMs: random.between(800, 2_500) }
  }
}

const TWO_AT_ONCE = 0.25

function companionOf(first: FaultKind, random: Random): readonly FaultKind[] {
  return random.chance(TWO_AT_ONCE) ? random.shuffled(FAULT_KINDS.filter((kind) => kind !== first)).slice(0, 1) : []
}

/** Without end: every kind once in an order of chance, then again in another. The same seed plans the same faults. */
export function* planFaults(random: Random, processes: number): Generator<Planned, never> {
  for (;;) {
    for (const kind of random.shuffled(FAULT_KINDS)) {
      const also = companionOf(kind, random).map((other) => faultOf(other, random, processes))
      yield { afterMs: random.between(300, 2_000), faults: [faultOf(kind, random, processes), ...also] }
    }
  }
}
