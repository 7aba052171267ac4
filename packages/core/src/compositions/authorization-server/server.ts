import type { Runtime } from '../../foundation/index.js'
import type { AuthorizationServerPorts, RequestContext } from './types.js'

/** A resource as the options describe it, defaults filled in. */
export interface ServedResource {
  readonly resource: string
  readonly name: string | undefined
  readonly scopes: readonly string[]
  readonly defaultScopes: readonly string[]
}

/** What every endpoint works with: checked options, ports, machine. */
export interface Server extends AuthorizationServerPorts {
  readonly issuer: string
  readonly resources: readonly [ServedResource, ...ServedResource[]]
  readonly scopeDescriptions: ReadonlyMap<string, string>
  readonly loopbackLocalhost: boolean
  readonly strictRefresh: boolean
  /** `<issuer>/connections` is there. */
  readonly connections: boolean
  readonly runtime: Runtime
}

interface EndpointBase {
  /** `GET` includes `HEAD`. */
  readonly methods: readonly ('GET' | 'POST')[]
  answer(server: Server, request: Request, context: RequestContext): Promise<Response>
}

/** For programs: open to the pages of every origin (AS-07). Answers its own failures. */
export interface JsonEndpoint extends EndpointBase {
  readonly kind: 'json'
}

/** For people: closed to every other origin. What it throws becomes a page, and is charged to `room`. */
export interface PageEndpoint extends EndpointBase {
  readonly kind: 'page'
  readonly room: 'authorize' | 'callback'
  /** Kind of the audit event of a refusal. Default `authorize.refused`. */
  readonly refusal?: 'connection.refused' | 'confirmation.refused'
}

/** One path of the server. */
export type Endpoint = JsonEndpoint | PageEndpoint
