import type { Agent } from 'node:http'

/** How {@link pinnedFetch} reaches the network. */
export interface PinnedFetchOptions {
  /**
   * Networks and hosts that may be asked although they are not public, as in `addressRules`: `10.1.0.0/16`,
   * `wiki.corp.example`, `*.corp.example`. Default none.
   */
  readonly allowPrivate?: readonly string[] | undefined
  /** Finds every address of a name. Default: the resolver of the system, `dns.lookup` with `all`. */
  readonly resolve?: ((hostname: string) => Promise<readonly string[]>) | undefined
  /** Certificates in PEM that TLS servers may be signed by, instead of those that Node ships. */
  readonly ca?: string | readonly string[] | undefined
  /**
   * The agent that opens connections, for networks whose only way out is a proxy (UR-08). Names are then resolved by the
   * proxy and not here, so it is the proxy that must refuse private addresses; literal addresses are still judged.
   */
  readonly agent?: ((url: URL) => Agent) | undefined
}

/** A judged address of a name. */
export interface PinnedAddress {
  readonly address: string
  readonly family: 4 | 6
}

/** The one code of a request that was stopped because of where it would have gone. */
export const ADDRESS_REFUSED = 'ERR_ADDRESS_REFUSED'
