import { createAuditor } from '../audit/index.js'
import { createStreams } from '../compositions/resource-server/index.js'
import { handlerCaller } from '../compositions/upstream/index.js'
import { ConfigError, OAuthError } from '../errors/index.js'
import { systemRuntime, type Runtime } from '../foundation/index.js'
import { scopeWarnings } from '../policy/scopes/index.js'
import { assertIssuer } from '../policy/uris/index.js'
import { createRevocations } from '../primitives/revocation/index.js'
import { createLimits } from '../services/limits/index.js'
import { createSessions } from '../services/sessions/index.js'
import type { TokenVerifier } from '../services/tokens/index.js'
import { upstreamTokenRules } from './migration.js'
import { sessionDoors } from './handler-sessions.js'
import { handlerDoors } from './handler-state.js'
import { readSettings, type SallyportOptions, type Settings } from './options.js'
import { createResourceServers, knownScopes } from './resources.js'
import { forSdk } from './sdk-verifier.js'
import { reencrypt } from './reencrypt.js'
import { createStarter } from './starter.js'
import type { StartedServer } from './start-server.js'
import { createSweep } from './sweeping.js'
import type { Sallyport } from './types.js'
import { createWebHandler } from './web-handler.js'

/** Dangerous switches that are on, for the audit log. */
function unsafeSwitches(settings: Settings): readonly string[] {
  const names = ['unsafelyAllowHttpLoopback', 'unsafelyExposeToken'] as const
  return [...names.filter((name) => settings[name]), ...(settings.authorizationServer?.upstream.unsafe ?? [])]
}

/**
 * Wires both gates of one deployment: who may call the MCP endpoint, and what tools may do at the identity provider.
 *
 * Synchronous and without I/O: the configuration is judged here, keys and store in {@link Sallyport.ready}, which the
 * first request calls when nobody did.
 *
 * @throws {ConfigError} naming the option, the problem and the fix
 * @example
 * ```ts
 * import { createSallyport, oidcUpstream } from '@sallyport/core'
 * import { keysFromEnv } from '@sallyport/core/keys'
 * import { memoryStore } from '@sallyport/core/store'
 *
 * const sallyport = createSallyport({
 *   resource: 'https://notes.example.com/mcp',
 *   operations: { default: ['notes:read'], 'tools/notes_add': ['notes:write'] },
 *   authorizationServer: {
 *     issuer: 'https://notes.example.com',
 *     upstream: oidcUpstream({
 *       issuer: 'https://login.example.com',
 *       clientId: 'notes',
 *       clientSecret: 'from your secret store',
 *     }),
 *     registration: { dynamic: true },
 *   },
 *   keys: keysFromEnv(),
 *   store: memoryStore(),
 * })
 * await sallyport.ready()
 * ```
 */
export function createSallyport(options: SallyportOptions, runtime: Runtime = systemRuntime): Sallyport {
  const settings = readSettings(options)
  const { store, authorizationServer, unsafelyAllowHttpLoopback } = settings
  if (authorizationServer) assertIssuer(authorizationServer.issuer, { unsafelyAllowHttpLoopback })

  const audit = createAuditor(settings.audit, runtime)
  for (const option of unsafeSwitches(settings)) audit.record({ kind: 'unsafe.enabled', outcome: 'noted', option })
  const scopes = knownScopes(settings)
  for (const { scope, problem } of scopeWarnings(scopes.names)) {
    audit.record({ kind: 'config.warned', outcome: 'noted', option: 'scopes', problem: `${scope}: ${problem}` })
  }
  const limits = createLimits({ ...settings.limits, buckets: store.buckets }, audit, runtime)
  const revocations = createRevocations({ log: store.revocations }, runtime)
  const migration = upstreamTokenRules(settings, scopes, runtime)
  const sessions = createSessions(
    { ...settings.sessions, records: store.records, isGrantLive: (grantId) => isGrantLive(grantId) },
    audit,
    runtime,
  )
  const starter = createStarter(settings, { scopes, limits, revocations, audit, migration, sessions }, runtime)
  const verifier: TokenVerifier = {
    verify: (token, resource) =>
      starter.current?.verifier.verify(token, resource) ??
      starter.start().then((started) => started.verifier.verify(token, resource)),
    recognize: (token, resource) =>
      starter.current?.verifier.recognize(token, resource) ??
      starter.start().then((started) => started.verifier.recognize(token, resource)),
  }
  const streams = createStreams({ revocations, sessions, audit }, runtime)
  const resources = createResourceServers(settings, { verifier, limits, sessions, streams, audit }, runtime)
  const [first] = resources.values()
  const origin = new URL(authorizationServer?.issuer ?? Object.values(settings.resources)[0] ?? '').origin

  function resourceServer(name: string | undefined) {
    const found = name === undefined ? (resources.size === 1 ? first : undefined) : resources.get(name)
    if (found) return found
    throw new ConfigError({
      option: 'resource',
      problem: name === undefined ? 'there are several resources.' : `there is no resource ${JSON.stringify(name)}.`,
      fix: `Name one of: ${[...resources.keys()].join(', ')}.`,
    })
  }

  async function isGrantLive(grantId: string): Promise<boolean> {
    const { authorizationServer: server } = starter.current ?? (await starter.start())
    return server === undefined || (await server.grants.find(grantId)) !== undefined
  }

  async function ownServer(): Promise<StartedServer> {
    const { authorizationServer: server } = starter.current ?? (await starter.start())
    if (server) return server
    throw new ConfigError({
      option: 'authorizationServer',
      problem: 'grants and upstream tokens belong to an authorization server, and this deployment has none.',
      fix: 'Add authorizationServer, or ask the issuer of the tokens.',
    })
  }

  return Object.freeze<Sallyport>({
    origin,
    gate: (name) => resourceServer(name).gate,
    access: (name) => resourceServer(name).access,
    ...createWebHandler(settings, origin, resources, starter, audit, runtime),
    verifier: forSdk(
      { verifyAccessToken: (token) => resourceServer(undefined).verifier.verifyAccessToken(token) },
      audit,
    ),
    upstream: Object.freeze({
      fetch: async (extra: unknown, input: string | URL, init?: RequestInit) =>
        (await ownServer()).upstreamFetch(extra, input, init),
      async person(extra: unknown) {
        const caller = handlerCaller(extra)
        const grant = caller && (await (await ownServer()).grants.find(caller.grantId))
        if (!grant) throw new OAuthError('invalid_token', { reason: 'grant_gone' })
        const { userIssuer, userSubject, displayName, roles } = grant
        return { issuer: userIssuer, subject: userSubject, displayName, roles }
      },
    }),
    sessions: sessionDoors(
      sessions,
      [...resources.values()].map(({ access }) => access),
    ),
    ...handlerDoors(
      async () => (starter.current ?? (await starter.start())).state,
      authorizationServer?.confirmations ? authorizationServer.issuer : undefined,
      audit,
    ),
    async revoke(target, by = 'operator') {
      const { grants, server } = await ownServer()
      if (!('grantId' in target)) return server.endAll(target, by)
      const known = await grants.find(target.grantId)
      await grants.revoke(target.grantId, by)
      return known ? 1 : 0
    },
    async withdraw(subject, clientId) {
      return (await ownServer()).server.withdraw(subject, clientId)
    },
    async reencrypt(options = {}) {
      const { keys } = starter.current ?? (await starter.start())
      if (keys) return reencrypt(store.records, keys, options, audit, runtime)
      throw new ConfigError({
        option: 'keys',
        problem: 'nothing in the store is encrypted, for this deployment has no keys.',
        fix: 'Call it where the keys are: in the process of the authorization server.',
      })
    },
    async reloadKeys() {
      const { keys } = starter.current ?? (await starter.start())
      await keys?.reload?.('now')
    },
    sweep: createSweep(store.records, audit),
    async ready() {
      await starter.start()
    },
    async close() {
      streams.end()
      await audit.flush()
      await store.close()
    },
  })
}
