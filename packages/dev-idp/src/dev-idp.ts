import { Provider } from 'oidc-provider/lib/provider.js'
import { createClientRegistry } from './clients.js'
import { providerConfiguration } from './configuration.js'
import { startFederation } from './federation.js'
import { listen, sendPage } from './http.js'
import { handleInteraction, INTERACTION_PATH } from './interaction.js'
import type { DevIdp, DevIdpOptions } from './options.js'
import { messagePage } from './pages.js'
import { createResourceRegistry } from './resources.js'
import { openState } from './state.js'
import { createDirectory, DEFAULT_USERS } from './users.js'

const LOOPBACK: readonly string[] = ['127.0.0.1', '::1', 'localhost']

/**
 * Starts an OpenID provider in this process, on a port of its own. For development and tests only: it lets anybody in.
 *
 * @throws {TypeError} when `host` is not a loopback address, or `stateFile` holds something else
 * @example
 * ```ts
 * import { startDevIdp } from '@sallyport/dev-idp'
 *
 * const idp = await startDevIdp({ redirectUris: ['http://127.0.0.1:3000/callback'] })
 * console.log(idp.issuer, idp.clientId, idp.clientSecret)
 * await idp.close()
 * ```
 */
export async function startDevIdp(options: DevIdpOptions = {}): Promise<DevIdp> {
  const { host = '127.0.0.1', clientId = 'sallyport-dev', redirectUris = [] } = options
  if (!LOOPBACK.includes(host)) throw new TypeError(`host: "${host}" is not a loopback address.`)

  const state = await openState(options.stateFile)
  const { clientSecret = state.clientSecret } = options
  const directory = createDirectory(options.users ?? DEFAULT_USERS)
  const clients = createClientRegistry([{ clientId, clientSecret, redirectUris }, ...(options.clients ?? [])])
  const resources = createResourceRegistry(options.resources ?? [])
  const listener = await listen(host, options.port ?? 0)
  const federation = options.federated === true ? await startFederation(host, directory) : undefined
  const issuer = listener.origin
  const provider = new Provider(
    issuer,
    providerConfiguration({
      port: listener.port,
      state,
      clients,
      directory,
      resources,
      accessTokenLifetimeMs: options.accessTokenLifetimeMs ?? 3_600_000,
      rotateRefreshTokens: options.rotateRefreshTokens ?? false,
    }),
  )

  const answerProtocol = provider.callback()
  listener.serve((request, response) => {
    if (request.url?.startsWith(INTERACTION_PATH) === true) {
      handleInteraction({ provider, issuer, directory, federation }, request, response).catch(() => {
        sendPage(response, 400, messagePage('Login failed', 'The login form could not be read.'))
      })
    } else {
      answerProtocol(request, response)
    }
  })

  return {
    issuer,
    url: issuer,
    federatedOrigin: federation?.origin,
    clientId,
    clientSecret,
    addRedirectUri: (redirectUri, forClient = clientId) => clients.addRedirectUri(redirectUri, forClient),
    disableUser: (name) => directory.setDisabled(name, true),
    addResource: (resource) => resources.add(resource),
    enableUser: (name) => directory.setDisabled(name, false),
    async close() {
      await Promise.all([listener.close(), federation?.close()])
    },
  }
}
