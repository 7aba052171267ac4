import * as z from 'zod/mini'
import { sha256Base64Url, type Runtime } from '../../foundation/index.js'
import { addressNeighbourhood } from '../../policy/transport/index.js'
import type { SessionCaller } from './types.js'

/**
 * What follows when a signal has a value that this session has not seen. `observe`: an audit event, once.
 * `challenge`: 401, until a token comes that was issued after the change. `refuse`: the session ends.
 */
export type SignalPolicy = 'observe' | 'challenge' | 'refuse'

/** What a signal may be read from. */
export interface SignalFacts {
  /** Of the client, after `trustProxy` was applied. */
  readonly address: string | undefined
  readonly userAgent: string | undefined
  /** All lines of a header, by its name in lower case. */
  readonly headerLines: (name: string) => readonly string[]
}

export interface CustomSignal {
  /** Reads the signal, for example the country that your proxy wrote. `undefined` is a value like any other. */
  readonly of: (facts: SignalFacts) => string | undefined
  readonly policy: SignalPolicy
}

export interface SignalsOptions {
  /** The /24 of an IPv4 address, the /48 of an IPv6 address. `false` switches it off. Default `observe`. */
  readonly network?: SignalPolicy | false
  /** `User-Agent`, as it is. `false` switches it off. Default `observe`. */
  readonly userAgent?: SignalPolicy | false
  /** Further ones, by a name of yours. Default: none. */
  readonly custom?: Readonly<Record<string, CustomSignal>>
}

const POLICIES = ['observe', 'challenge', 'refuse'] as const
const policy = z._default(z.union([z.literal(false), z.enum(POLICIES)]), 'observe')
const custom = z.strictObject({
  of: z.custom<CustomSignal['of']>((value) => typeof value === 'function', 'expected a function'),
  policy: z.enum(POLICIES),
})
const name = z.string().check(z.regex(/^[A-Za-z][A-Za-z0-9_-]{0,31}$/, 'expected letters and digits, 32 at most'))

export const Signals = z.strictObject({
  network: policy,
  userAgent: policy,
  custom: z._default(z.record(name, custom), {}),
})

/** A signal that is switched on. */
export interface Signal extends CustomSignal {
  readonly name: string
}

/** How many values of a signal a session knows at once: a phone goes to and fro between two networks. */
const MAX_KNOWN = 4

/** A signal read, as a session keeps it. */
export interface SignalValue extends Pick<Signal, 'name' | 'policy'> {
  readonly digest: string
}

export function signalsOf({ network, userAgent, custom: others }: z.output<typeof Signals>): readonly Signal[] {
  const own: readonly [string, SignalPolicy | false, CustomSignal['of']][] = [
    ['network', network, ({ address }) => addressNeighbourhood(address)],
    ['userAgent', userAgent, (facts) => facts.userAgent],
  ]
  return [
    ...own.flatMap(([signal, chosen, of]) => (chosen === false ? [] : [{ name: signal, policy: chosen, of }])),
    ...Object.entries(others).map(([signal, { of, policy: chosen }]) => ({
      name: `custom:${signal}`,
      policy: chosen,
      of,
    })),
  ]
}

/**
 * Reads what a caller shows of itself. Values are kept as digests over the key of the session, so that a store says
 * neither where people are nor who shares a network.
 *
 * @returns nothing where no request stands behind the caller
 */
export async function readSignals(
  signals: readonly Signal[],
  caller: SessionCaller,
  key: string,
  runtime: Pick<Runtime, 'sha256'>,
): Promise<readonly SignalValue[]> {
  const { headerLines, address, userAgent } = caller
  if (headerLines === undefined) return []
  const facts: SignalFacts = { headerLines, address, userAgent }
  return Promise.all(
    signals.map(async ({ name: signal, policy: chosen, of }) => {
      const digest = await sha256Base64Url(JSON.stringify([key, signal, of(facts) ?? null]), runtime)
      return { name: signal, policy: chosen, digest: digest.slice(0, 16) }
    }),
  )
}

/** Values with one more, the oldest of too many forgotten. */
export function withValue(known: readonly string[], digest: string): string[] {
  return [...known, digest].slice(-MAX_KNOWN)
}
