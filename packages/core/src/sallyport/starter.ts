import type { Auditor } from '../audit/index.js'
import type { Runtime } from '../foundation/index.js'
import { createPages, type Pages } from '../policy/pages/index.js'
import { keysFor, type KeySet } from '../primitives/keys/index.js'
import type { Revocations } from '../primitives/revocation/index.js'
import { createClients, type Clients } from '../services/clients/index.js'
import type { Limits } from '../services/limits/index.js'
import type { Sessions } from '../services/sessions/index.js'
import { createTokenVerifier, type TokenVerifier, type UpstreamTokenRules } from '../services/tokens/index.js'
import { confirmationsOf } from './handler-confirmations.js'
import { createHandlerState, type HandlerState } from './handler-state.js'
import { foreignIssuers } from './issuers.js'
import type { Settings } from './options.js'
import type { KnownScopes } from './resources.js'
import { startServer, type StartedServer } from './start-server.js'

/** What exists once the keys are loaded. */
export interface Started {
  readonly verifier: TokenVerifier
  /** `undefined` when others issue the tokens. */
  readonly authorizationServer: StartedServer | undefined
  /** `undefined` without keys. */
  readonly keys: KeySet | undefined
  /** `undefined` without keys. */
  readonly state: HandlerState | undefined
}

export interface StarterParts {
  readonly scopes: KnownScopes
  readonly limits: Limits
  readonly revocations: Revocations
  readonly sessions: Sessions
  readonly audit: Auditor
  /** For tokens of the upstream provider, while they are let in. */
  readonly migration: UpstreamTokenRules | undefined
}

/** Starts once for all who ask at the same time; a failure reaches all of them, and the next call tries anew. */
export interface Starter {
  /** Set as soon as everything runs: the hot path asks it first. */
  readonly current: Started | undefined
  /** Need neither keys nor store. */
  readonly pages: Pages
  start(): Promise<Started>
}

function ownClients({ store, authorizationServer }: Settings, audit: Auditor, runtime: Runtime): Clients {
  const { clients: operatorClients, ...registration } = authorizationServer?.registration ?? {}
  return createClients(
    { records: store.records, registration, ...(operatorClients && { operatorClients }) },
    audit,
    runtime,
  )
}

/** @throws {ConfigError} for wrong options of pages and clients */
export function createStarter(settings: Settings, parts: StarterParts, runtime: Runtime): Starter {
  const { store, authorizationServer, keys: keySource } = settings
  const { audit, revocations } = parts
  const pages = createPages(authorizationServer?.pages, runtime)
  const clients = ownClients(settings, audit, runtime)
  let current: Started | undefined
  let starting: Promise<Started> | undefined

  async function start(): Promise<Started> {
    await store.ping()
    const foreign = foreignIssuers(settings, parts.migration, audit, runtime)
    const keys = await keySource?.load({ records: store.records, audit, runtime })
    const confirmations = keys && confirmationsOf(settings, keys, audit, runtime)
    if (!authorizationServer || !keys || !confirmations) {
      const verifier = createTokenVerifier({ issuers: foreign, revocations, audit }, runtime)
      const state = keys && confirmations && createHandlerState(settings, { keys, confirmations, audit }, runtime)
      return { verifier, authorizationServer: undefined, keys, state }
    }
    const own = { issuer: authorizationServer.issuer, keys: keysFor(keys, 'signing'), own: true }
    const verifier = createTokenVerifier({ issuers: [own, ...foreign], revocations, audit }, runtime)
    const services = { ...parts, keys, pages, clients, verifier, confirmations }
    const server = startServer(settings, authorizationServer, services, runtime)
    const isGrantLive = async (grantId: string) => (await server.grants.find(grantId)) !== undefined
    const state = createHandlerState(settings, { keys, confirmations, isGrantLive, audit }, runtime)
    return { verifier, authorizationServer: server, keys, state }
  }

  return {
    get current() {
      return current
    },
    pages,
    start: () =>
      (starting ??= start().then(
        (started) => (current = started),
        (error: unknown) => {
          starting = undefined
          throw error
        },
      )),
  }
}
