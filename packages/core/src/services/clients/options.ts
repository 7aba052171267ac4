import * as z from 'zod/mini'
import { parseOptions, type Runtime } from '../../foundation/index.js'
import type { Auditor } from '../../audit/index.js'
import { ConfigError } from '../../errors/index.js'
import { parseRedirectUri } from '../../policy/uris/index.js'
import type { RecordStore } from '../../store/index.js'
import { knownOperatorClients, OperatorClientSchema, type OperatorClient } from './operator-clients.js'
import type { KnownClient } from './known-client.js'

export interface RegistrationOptions {
  /** Lets anyone register a client (RFC 7591). Default `false`; clients registered before stay known. */
  readonly dynamic?: boolean
  /** Schemes of apps that may receive codes, without colon, for example `['vscode', 'cursor']`. Default none. */
  readonly privateUseSchemes?: readonly string[]
  /**
   * Holds redirect URIs against `application_type` (OpenID Connect Registration §2): `web` is https and not on this
   * machine, `native` is loopback or private-use, absent is `web`. Default `false`: older clients do not send it (AS-101).
   */
  readonly enforceApplicationType?: boolean
  /** How many redirect URIs a client may register. Default 10. */
  readonly maxRedirectUris?: number
  /** Largest metadata document, as JSON. Default 16 384. */
  readonly maxMetadataBytes?: number
  /** Lifetime of issued secrets, in milliseconds. Default: as long as the client, told as `client_secret_expires_at: 0`. */
  readonly secretLifetimeMs?: number
}

export interface ClientsOptions {
  readonly records: Pick<RecordStore, 'get' | 'putIfAbsent' | 'compareAndSwap'>
  /** Clients that the operator names; they need no registration and never expire. */
  readonly operatorClients?: readonly OperatorClient[]
  readonly registration?: RegistrationOptions
  /** A registered client that never ended a flow expires after this long, in milliseconds. Default 24 hours. */
  readonly unusedLifetimeMs?: number
  /** Others expire this long after their last use, in milliseconds; must exceed the lifetime of a grant. Default 90 days. */
  readonly idleLifetimeMs?: number
}

/** What the parts of this room share. */
export interface ClientsContext {
  readonly records: ClientsOptions['records']
  readonly operatorClients: ReadonlyMap<string, KnownClient>
  readonly registration: Required<Omit<RegistrationOptions, 'secretLifetimeMs'>> & {
    readonly secretLifetimeMs: number | undefined
  }
  readonly unusedLifetimeMs: number
  readonly idleLifetimeMs: number
  readonly audit: Auditor
  readonly runtime: Runtime
}

const DAY_MS = 86_400_000
const count = z.int().check(z.positive())

const Registration = z.strictObject({
  dynamic: z._default(z.boolean(), false),
  privateUseSchemes: z._default(z.array(z.string()), []),
  enforceApplicationType: z._default(z.boolean(), false),
  maxRedirectUris: z._default(count, 10),
  maxMetadataBytes: z._default(count, 16_384),
  secretLifetimeMs: z.optional(count),
})

const Options = z.strictObject({
  records: z.custom<ClientsOptions['records']>(
    (value: unknown) => typeof value === 'object' && value !== null,
    'expected a record store',
  ),
  operatorClients: z._default(z.array(OperatorClientSchema), []),
  registration: z.prefault(Registration, {}),
  unusedLifetimeMs: z._default(count, DAY_MS),
  idleLifetimeMs: z._default(count, 90 * DAY_MS),
})

/** @throws {ConfigError} when an option is wrong */
export function clientsContext(options: ClientsOptions, audit: Auditor, runtime: Runtime): ClientsContext {
  const parsed = parseOptions('createClients', Options, options)
  const { privateUseSchemes, secretLifetimeMs } = parsed.registration
  for (const scheme of privateUseSchemes) assertScheme(scheme)
  return Object.freeze<ClientsContext>({
    ...parsed,
    registration: Object.freeze({ ...parsed.registration, secretLifetimeMs }),
    operatorClients: knownOperatorClients(parsed.operatorClients, privateUseSchemes, runtime),
    audit,
    runtime,
  })
}

function assertScheme(scheme: string): void {
  if (parseRedirectUri(`${scheme}:/callback`, { privateUseSchemes: [scheme] }).kind === 'private-use') return
  throw new ConfigError({
    option: 'registration.privateUseSchemes',
    problem: `"${scheme}" is no private-use scheme.`,
    fix: 'Write the scheme of an app without its colon, for example "cursor".',
  })
}
