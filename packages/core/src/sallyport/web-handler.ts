import type { ResourceServer } from '../compositions/resource-server/index.js'
import { randomBase64Url, type Runtime } from '../foundation/index.js'
import { authorizationServerEndpoints, authorizationServerMetadataUrls } from '../policy/metadata/index.js'
import { clientAddress, createHostCheck, trustedProxies } from '../policy/transport/index.js'
import { failureResponse, forbiddenReply, toResponse } from '../primitives/replies/index.js'
import type { Settings } from './options.js'
import type { Starter } from './starter.js'
import type { Sallyport } from './types.js'

const REQUEST_ID_BYTES = 12

/** Paths of our authorization server, known before its keys are. */
function serverPaths({ authorizationServer }: Settings): ReadonlySet<string> {
  if (!authorizationServer) return new Set()
  const { issuer } = authorizationServer
  const urls = [
    ...Object.values<string>({ ...authorizationServerEndpoints(issuer) }),
    ...authorizationServerMetadataUrls(issuer),
  ]
  return new Set(urls.map((url) => new URL(url).pathname))
}

/** The web-standard door: metadata of the resources, and the endpoints of the authorization server. */
export function createWebHandler(
  settings: Settings,
  origin: string,
  resources: ReadonlyMap<string, ResourceServer>,
  starter: Starter,
  runtime: Runtime,
): Pick<Sallyport, 'owns' | 'handle'> {
  const paths = serverPaths(settings)
  const documents = [...resources.values()].map(({ metadata }) => metadata)
  const trusted = trustedProxies(settings.trustProxy)
  const checkHost = createHostCheck({ resource: origin, allowedHosts: settings.allowedHosts })

  return {
    owns: (path) => paths.has(path) || documents.some((document) => document.owns(path)),
    async handle(request, { remoteAddress } = {}) {
      const url = new URL(request.url)
      const isServerPath = paths.has(url.pathname)
      if (!isServerPath && !documents.some((document) => document.owns(url.pathname + url.search))) return undefined
      // A page on a rebound name would be of our own origin, and could approve in the person's place.
      const host = checkHost({ headerLines: () => [request.headers.get('host') ?? url.host] })
      if (!host.ok) return toResponse(forbiddenReply())
      if (!isServerPath) return documents.map((document) => document.handle(request)).find(Boolean)
      try {
        const { authorizationServer } = starter.current ?? (await starter.start())
        const forwarded = request.headers.get('x-forwarded-for')
        return await authorizationServer?.server.handle(request, {
          address: clientAddress(remoteAddress, forwarded === null ? [] : [forwarded], trusted),
          requestId: randomBase64Url(REQUEST_ID_BYTES, runtime),
        })
      } catch (error) {
        return failureResponse(error)
      }
    },
  }
}
