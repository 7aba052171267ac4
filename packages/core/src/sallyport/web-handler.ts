import type { Auditor } from '../audit/index.js'
import type { ResourceServer } from '../compositions/resource-server/index.js'
import { isSecurityError } from '../errors/index.js'
import { randomBase64Url, type Runtime } from '../foundation/index.js'
import {
  authorizationServerEndpoints,
  authorizationServerMetadataUrls,
  endpointPath,
} from '../policy/metadata/index.js'
import type { Pages } from '../policy/pages/index.js'
import { clientAddress, createHostCheck, trustedProxies } from '../policy/transport/index.js'
import {
  failureResponse,
  forbiddenReply,
  pageResponse,
  toResponse,
  withoutBody,
  withStrictTransport,
} from '../primitives/replies/index.js'
import type { Settings } from './options.js'
import type { Starter } from './starter.js'
import type { ConnectionContext, Sallyport } from './types.js'

const REQUEST_ID_BYTES = 12

/** Paths of our authorization server, known before its keys are. */
function serverPaths({ authorizationServer }: Settings): ReadonlySet<string> {
  if (!authorizationServer) return new Set()
  const { issuer, connections, confirmations } = authorizationServer
  const { connections: page, confirmation, ...endpoints } = authorizationServerEndpoints(issuer)
  const urls = [
    ...Object.values<string>(endpoints),
    ...(connections ? [page] : []),
    ...(confirmations ? [confirmation] : []),
    ...authorizationServerMetadataUrls(issuer),
  ]
  return new Set(urls.map((url) => new URL(url).pathname))
}

/** Where browsers go with people, not programs: no page of another origin may read an answer from there (AS-07). */
function pagePaths({ authorizationServer }: Settings): ReadonlySet<string> {
  if (!authorizationServer) return new Set()
  const endpoints = authorizationServerEndpoints(authorizationServer.issuer)
  const { authorization, consent, callback, connections, confirmation } = endpoints
  const urls = [authorization, consent, callback, connections, confirmation]
  return new Set(urls.map((url) => new URL(url).pathname))
}

/** Nothing runs yet: keys or store are missing. The gate records its own share of this. */
function recordFailedStart(audit: Auditor, error: unknown, requestId: string): void {
  if (isSecurityError(error) && error.code === 'ERR_STORE') {
    const reason = 'reason' in error ? String(error.reason) : 'unknown'
    audit.record({ kind: 'store.failed', outcome: 'refused', operation: 'start', reason, requestId })
  } else {
    const errorName = error instanceof Error ? error.name : typeof error
    audit.record({ kind: 'internal.failed', outcome: 'refused', operation: 'start', errorName, requestId })
  }
}

/** People get a page even when nothing runs yet; programs get JSON. */
async function failedStart(error: unknown, requestId: string, pages: Pages | undefined): Promise<Response> {
  const plain = failureResponse(error)
  if (!pages) return plain
  const retryAfter = plain.headers.get('retry-after')
  const page = await pages.error({ problem: 'server_error', error: undefined, requestId, returnTo: undefined })
  return pageResponse(plain.status, page, retryAfter === null ? [] : [['retry-after', retryAfter]])
}

/** The web-standard door: metadata of the resources, and the endpoints of the authorization server. */
export function createWebHandler(
  settings: Settings,
  origin: string,
  resources: ReadonlyMap<string, ResourceServer>,
  starter: Starter,
  audit: Auditor,
  runtime: Runtime,
): Pick<Sallyport, 'owns' | 'handle'> {
  const paths = serverPaths(settings)
  const pages = pagePaths(settings)
  const documents = [...resources.values()].map(({ metadata }) => metadata)
  const trusted = trustedProxies(settings.trustProxy)
  const checkHost = createHostCheck({ resource: origin, allowedHosts: settings.allowedHosts })

  async function answer(request: Request, { remoteAddress }: ConnectionContext): Promise<Response | undefined> {
    const url = new URL(request.url)
    const path = endpointPath(url.pathname)
    const isServerPath = paths.has(path)
    if (!isServerPath && !documents.some((document) => document.owns(url.pathname + url.search))) return undefined
    const forwarded = request.headers.get('x-forwarded-for')
    const address = clientAddress(remoteAddress, forwarded === null ? [] : [forwarded], trusted)
    const requestId = randomBase64Url(REQUEST_ID_BYTES, runtime)
    // A page on a rebound name would be of our own origin, and could approve in the person's place.
    const host = checkHost({ headerLines: () => [request.headers.get('host') ?? url.host] })
    if (!host.ok) {
      const { status, reason } = host
      const who = { requestId, ...(address !== undefined && { address }) }
      audit.record({
        kind: 'request.refused',
        outcome: 'refused',
        method: request.method,
        operation: url.pathname,
        status,
        reason,
        ...who,
      })
      return withStrictTransport(toResponse(forbiddenReply()), origin)
    }
    if (!isServerPath) return documents.map((document) => document.handle(request)).find(Boolean)
    try {
      const { authorizationServer } = starter.current ?? (await starter.start())
      return await authorizationServer?.server.handle(request, { address, requestId })
    } catch (error) {
      recordFailedStart(audit, error, requestId)
      const forPeople = pages.has(path) ? starter.pages : undefined
      return withStrictTransport(await failedStart(error, requestId, forPeople), origin)
    }
  }

  return {
    owns: (target) =>
      paths.has(endpointPath(target.split('?', 1)[0] ?? '')) || documents.some((document) => document.owns(target)),
    async handle(request, connection = {}) {
      const response = await answer(request, connection)
      return response && request.method === 'HEAD' ? withoutBody(response) : response
    },
  }
}
