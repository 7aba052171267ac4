import { randomBytes } from 'node:crypto'
import { ConfigError, createSallyport, oidcUpstream, type Sallyport, type SallyportOptions } from '@sallyport/core'
import { developmentKeys } from '@sallyport/core/keys'
import { memoryStore } from '@sallyport/core/store'
import { startDevIdp } from './dev-idp.js'

/** All options of `createSallyport` can be set; what is needed for a start has a default. */
export interface DevSallyportOptions extends Partial<Omit<SallyportOptions, 'resources' | 'authorizationServer'>> {
  /** Address of the MCP endpoint, on a loopback host: `http://127.0.0.1:3000/mcp`. */
  readonly resource: string
  /** Port of the development provider. Default: the one after the resource's. */
  readonly idpPort?: number
}

const CLIENT_ID = 'sallyport-dev'
const LOOPBACK: readonly string[] = ['127.0.0.1', 'localhost', '[::1]']

function loopbackUrl(resource: string): URL {
  const url = URL.canParse(resource) ? new URL(resource) : undefined
  if (url?.protocol === 'http:' && LOOPBACK.includes(url.hostname) && url.port !== '') return url
  throw new ConfigError({
    option: 'resource',
    problem: `devSallyport lets anybody in, and ${JSON.stringify(resource)} is not plain http on a loopback host with a port.`,
    fix: "Write for example 'http://127.0.0.1:3000/mcp', or use createSallyport with your own provider.",
  })
}

function portTaken(port: number, cause: unknown): ConfigError {
  const fix = 'Pass idpPort with a free one.'
  return new ConfigError(
    { option: 'idpPort', problem: `the provider cannot listen on port ${String(port)}.`, fix },
    { cause },
  )
}

/**
 * Both gates with a development provider behind them: everything `createSallyport` gives, for the first five minutes and
 * for tests. Users alice, bob and carol, any password; nothing outlives the process. Serves loopback hosts only, and
 * says loudly (a process warning) that anybody gets in.
 *
 * @throws {ConfigError} for a resource that is not on loopback, and from `ready` when the provider's port is taken
 * @example
 * ```ts
 * import { devSallyport } from '@sallyport/dev-idp'
 *
 * const sallyport = devSallyport({ resource: 'http://127.0.0.1:3000/mcp' })
 * await sallyport.ready()
 * await sallyport.close()
 * ```
 */
export function devSallyport({ idpPort, ...options }: DevSallyportOptions): Sallyport {
  const { origin, port } = loopbackUrl(options.resource)
  const providerPort = idpPort ?? Number(port) + 1
  const clientSecret = randomBytes(32).toString('base64url')
  const sallyport = createSallyport({
    scopes: { 'mcp:use': 'Use this server in your name' },
    operations: { default: ['mcp:use'] },
    keys: developmentKeys(),
    store: memoryStore(),
    ...options,
    authorizationServer: {
      issuer: origin,
      upstream: oidcUpstream({
        issuer: `http://127.0.0.1:${String(providerPort)}`,
        clientId: CLIENT_ID,
        clientSecret,
        unsafelyAllowHttpLoopback: true,
      }),
      registration: { dynamic: true, privateUseSchemes: ['vscode', 'cursor'] },
    },
    unsafelyAllowHttpLoopback: true,
  })
  const provider = startDevIdp({
    port: providerPort,
    clientId: CLIENT_ID,
    clientSecret,
    redirectUris: [`${origin}/callback`],
  }).catch((error: unknown) => portTaken(providerPort, error))
  process.emitWarning(`Anybody can sign in to ${options.resource}: the development provider asks for no password.`, {
    code: 'SALLYPORT_DEVELOPMENT',
  })

  return Object.freeze<Sallyport>({
    ...sallyport,
    async ready() {
      const started = await provider
      if (started instanceof ConfigError) throw started
      await sallyport.ready()
    },
    async close() {
      const started = await provider
      if (!(started instanceof ConfigError)) await started.close()
      await sallyport.close()
    },
  })
}
