import { open, rename, unlink } from 'node:fs/promises'
import { ConfigError } from '../../errors/index.js'
import { randomBase64Url, systemRuntime, type Runtime } from '../../foundation/index.js'
import { createOperationPolicy } from '../../policy/access/index.js'
import { generateKeySet, parseKeySet, publicJwks } from '../../primitives/keys/index.js'
import { createSallyport, type Sallyport } from '../../sallyport/index.js'
import { createTokenIssuer } from '../../services/tokens/index.js'
import { memoryStore } from '../../store/index.js'
import { readLocalOptions, type LocalSallyportOptions } from './local-options.js'

/** The gate of a server for this machine, and the credential that opens it. */
export interface LocalSallyport {
  /** As any other: `protect(sallyport)` of every adapter takes it. */
  readonly sallyport: Sallyport
  /** URL of the MCP endpoint. */
  readonly resource: string
  /** What the client sends as `Authorization: Bearer …`. Secret; good for this run only. */
  readonly token: string
  /** A fresh credential, for runs that last longer than one; written to `tokenFile`, too. */
  renew(): Promise<string>
}

/** Beside the target, then moved into place: a reader finds the old credential or the new one, and nobody else any. */
async function writePrivately(path: string, text: string, runtime: Pick<Runtime, 'randomBytes'>): Promise<void> {
  const draft = `${path}.${randomBase64Url(9, runtime)}.new`
  try {
    const file = await open(draft, 'wx', 0o600)
    await file.writeFile(text).finally(() => file.close())
    await rename(draft, path)
  } catch (cause) {
    await unlink(draft).catch(() => undefined)
    const fix = 'Create its directory, and check its owner.'
    const problem = `${path} cannot be written.`
    throw new ConfigError({ option: 'createLocalSallyport: tokenFile', problem, fix }, { cause })
  }
}

/**
 * Protects an HTTP server for the person at this machine (LO-03), where stdio is not an option: every process of every
 * user and every web page can reach a port, so the client must know a credential that is made anew at each start. It
 * goes through the ordinary gate: `Host` and `Origin`, scopes, limits and audit hold (LO-04).
 *
 * The signing key exists in this process alone. There are no OAuth endpoints and no login: the credential stands for
 * whoever can read it.
 *
 * @throws {ConfigError} when an option is wrong, for a resource elsewhere, and for a file that cannot be written
 * @example
 * ```ts
 * import { createLocalSallyport } from '@sallyport/core/node'
 *
 * const { sallyport, resource, token } = await createLocalSallyport({
 *   port: 3000,
 *   operations: { default: ['notes'] },
 * })
 * await sallyport.ready()
 * console.error(`${resource} takes: Authorization: Bearer ${token}`)
 * ```
 */
export async function createLocalSallyport(
  options: LocalSallyportOptions,
  runtime: Runtime = systemRuntime,
): Promise<LocalSallyport> {
  const { resource, roles, tokenFile, tokenLifetimeMs, ...settings } = readLocalOptions(options)
  const keys = await parseKeySet(await generateKeySet({}, runtime))
  const { scopes } = createOperationPolicy(settings.operations)
  const issuer = `${new URL(resource).origin}/local/${randomBase64Url(9, runtime)}`
  const jwksUri = `${issuer}/jwks`
  const issued = createTokenIssuer({ issuer, signers: keys.signing, lifetimeMs: tokenLifetimeMs }, runtime)

  // The gate asks the issuer for its keys as it asks any other; this one answers before the network is reached.
  const fetch: Runtime['fetch'] = (input, init) => {
    const url = typeof input === 'object' && 'url' in input ? input.url : String(input)
    return url === jwksUri ? Promise.resolve(Response.json(publicJwks(keys))) : runtime.fetch(input, init)
  }
  const sallyport = createSallyport(
    {
      ...settings,
      resource,
      trustedIssuers: [{ issuer, jwksUri }],
      keys: { load: () => Promise.resolve(keys) },
      store: settings.store ?? memoryStore({}, runtime),
      unsafelyAllowHttpLoopback: true,
    },
    { ...runtime, fetch },
  )

  async function renew(): Promise<string> {
    const { accessToken } = await issued.issue({
      subject: 'local',
      clientId: 'local',
      resource,
      scopes,
      grantId: 'local',
      roles,
      notAfterMs: runtime.nowMs() + tokenLifetimeMs,
    })
    if (tokenFile !== undefined) await writePrivately(tokenFile, `${accessToken}\n`, runtime)
    return accessToken
  }

  return Object.freeze<LocalSallyport>({ sallyport, resource, token: await renew(), renew })
}
