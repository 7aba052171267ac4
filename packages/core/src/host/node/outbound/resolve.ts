import { lookup } from 'node:dns/promises'
import { isIP, type LookupFunction } from 'node:net'
import { ADDRESS_REFUSED, type PinnedAddress } from './types.js'

/** Every address of a name, from wherever the system looks names up. */
export async function systemResolve(hostname: string): Promise<readonly string[]> {
  return (await lookup(hostname, { all: true, verbatim: true })).map(({ address }) => address)
}

/** Fails a request whose destination was judged. The message is for the audit log, not for the requester. */
export function addressRefused(verdict: string): Error {
  return Object.assign(new Error(verdict), { code: ADDRESS_REFUSED })
}

/**
 * The addresses that a request may connect to, and no others: all that the name leads to, when every one of them is
 * admitted (UR-04, UR-06). One that is not spoils the rest, since the next connection may pick it.
 */
export async function pinnedAddresses(
  host: string,
  resolve: (hostname: string) => Promise<readonly string[]>,
  admits: (address: string) => boolean,
): Promise<readonly PinnedAddress[]> {
  const found = isIP(host) === 0 ? await resolve(host) : [host]
  const refused = found.find((address) => isIP(address) === 0 || !admits(address))
  if (refused !== undefined) throw addressRefused(refused)
  if (found.length === 0) throw Object.assign(new Error('no address'), { code: 'ENOTFOUND' })
  return found.map((address) => ({ address, family: isIP(address) === 4 ? 4 : 6 }))
}

/** Stands where a socket would ask the resolver again: the answer is the one that was judged. */
export function pinnedLookup(addresses: readonly PinnedAddress[]): LookupFunction {
  return (_hostname, options, callback) => {
    const fitting = addresses.filter(({ family }) => !options.family || options.family === family)
    const [first] = fitting
    if (first === undefined) return callback(Object.assign(new Error('no address'), { code: 'ENOTFOUND' }), '')
    if (options.all === true) return callback(null, [...fitting])
    callback(null, first.address, first.family)
  }
}
