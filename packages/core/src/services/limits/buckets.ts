import { memo } from '../../foundation/index.js'
import { addressNeighbourhood, addressNetwork } from '../../policy/transport/index.js'
import type { Bucket, Charge } from './judge.js'
import type { LimitRate, OnStoreFailure, Settings } from './options.js'
import type { LimitedCall, LimitedPrincipal, LimitRoom } from './types.js'

const KNOWN_ADDRESSES = 1_000
/** An IPv6 /48, which one subscriber may have (RFC 6177), holds 65 536 networks. It gets what this many of them may. */
const SITE_FACTOR = 16

/** Which buckets an event touches. Every key begins with its kind, which has a share of its own in the store. */
export interface Buckets {
  ofFailure(address: string | undefined, room: LimitRoom): readonly Charge[]
  ofRegistration(address: string | undefined): readonly Charge[]
  ofLogin(address: string | undefined): readonly Charge[]
  ofSecret(clientId: string, address: string | undefined): readonly Charge[]
  ofPrincipal(principal: LimitedPrincipal, call: LimitedCall): readonly Charge[]
}

/** The network of an address, and the site around it where networks are to be had for nothing. */
interface Place {
  readonly network: string
  readonly site: string | undefined
}

/** One rate for a network and, by the same name, the one for its site. */
interface PlaceBuckets {
  readonly network: Bucket
  readonly site: Bucket
}

export function createBuckets(settings: Settings): Buckets {
  const { failures, registrations, logins, clientSecrets, clientSecretsOverall, userClient } = settings
  const named = (name: string, rate: LimitRate): Bucket => bucket(name, rate, settings.onStoreFailure)
  const places = (name: string, rate: LimitRate): PlaceBuckets => ({
    network: named(name, rate),
    site: named(`${name}-site`, {
      ...rate,
      burst: rate.burst * SITE_FACTOR,
      intervalMs: Math.ceil(rate.intervalMs / SITE_FACTOR),
    }),
  })
  const table = (name: string, rates: Readonly<Record<string, LimitRate>>): ReadonlyMap<string, Bucket> =>
    new Map(Object.entries(rates).map(([key, rate]) => [key, named(name, rate)]))

  const rooms = new Map(Object.entries(failures).map(([room, rate]) => [room, places(`address-${room}`, rate)]))
  const registration = places('registration', registrations)
  const login = places('login', logins)
  const secret = named('client-secret', clientSecrets)
  const secretOverall = named('client-secret-overall', clientSecretsOverall)
  const user = named('user', settings.user)
  const client = userClient && named('user-client', userClient)
  const roles = table('user', settings.roles)
  const tools = table('user-tool', settings.tools)

  /** Reading an address costs more than judging its bucket, and addresses come back. */
  const placeOf = memo<Place>(KNOWN_ADDRESSES, (address) => {
    const network = addressNetwork(address)
    // An IPv4 address is a network, and its neighbours are other people.
    return { network, site: network.endsWith('/64') ? addressNeighbourhood(address) : undefined }
  })
  const ofPlace = (kind: string, room: string, address: string | undefined, place: PlaceBuckets): Charge[] => {
    const { network, site } = placeOf(address ?? '')
    const charge = { bucket: place.network, key: `${kind}:${room}${network}`, cost: 1 }
    if (site === undefined) return [charge]
    return [charge, { bucket: place.site, key: `${kind}-site:${room}${site}`, cost: 1 }]
  }

  function bucketOf({ roles: held }: LimitedPrincipal): Bucket {
    let best: Bucket | undefined
    for (const role of held) {
      const found = roles.get(role)
      if (found !== undefined && (best === undefined || isMoreGenerous(found, best))) best = found
    }
    return best ?? user
  }

  return {
    ofFailure(address, room) {
      const place = rooms.get(room)
      return place === undefined ? [] : ofPlace('address', `${room}:`, address, place)
    },
    ofRegistration: (address) => ofPlace('registration', '', address, registration),
    ofLogin: (address) => ofPlace('login', '', address, login),
    ofSecret(clientId, address) {
      const key = `client-secret:${JSON.stringify([clientId, placeOf(address ?? '').network])}`
      return [
        { bucket: secret, key, cost: 1 },
        { bucket: secretOverall, key: `client-secret-overall:${clientId}`, cost: 1 },
      ]
    },
    ofPrincipal(principal, { operation, cost }) {
      const { issuer, subject, clientId } = principal
      const charges = [{ bucket: bucketOf(principal), key: `user:${JSON.stringify([issuer, subject])}`, cost }]
      if (client !== undefined)
        charges.push({ bucket: client, key: `user-client:${JSON.stringify([issuer, subject, clientId])}`, cost })
      const tool = operation.startsWith(TOOLS) ? tools.get(operation.slice(TOOLS.length)) : undefined
      if (tool !== undefined)
        charges.push({ bucket: tool, key: `user-tool:${JSON.stringify([issuer, subject, operation])}`, cost })
      return charges
    },
  }
}

const TOOLS = 'tools/'

function bucket(name: string, { burst, intervalMs, onStoreFailure }: LimitRate, otherwise: OnStoreFailure): Bucket {
  return Object.freeze({ name, burst, intervalMs, onStoreFailure: onStoreFailure ?? otherwise })
}

function isMoreGenerous(a: LimitRate, b: LimitRate): boolean {
  return a.intervalMs === b.intervalMs ? a.burst > b.burst : a.intervalMs < b.intervalMs
}
