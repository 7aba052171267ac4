/**
 * The part of `oidc-provider` that is used here. The modules are imported one by one because the package's entry point
 * greets every Node 20 process with a console warning; they are pinned to an exact version, and the tests log in for real.
 */
declare module 'oidc-provider/lib/provider.js' {
  import type { IncomingMessage, ServerResponse } from 'node:http'

  /** A record as an adapter gets it: JSON. */
  export type Payload = Readonly<Record<string, unknown>>

  interface Grant {
    readonly jti: string
    addOIDCScope(scope: string): void
    addResourceScope(resource: string, scope: string): void
    save(): Promise<string>
  }

  interface Session {
    accountId: string | undefined
    authorizations: object | undefined
    persist(): Promise<void>
  }

  interface InteractionDetails {
    readonly uid: string
    readonly session?: { readonly uid: string; readonly accountId?: string }
    readonly prompt: { readonly name: string }
    readonly params: Readonly<Record<string, unknown>>
  }

  export interface Context {
    type: string
    body: unknown
    readonly oidc: {
      readonly provider: Provider
      readonly client: { readonly clientId: string }
      readonly session: { readonly accountId: string; grantIdFor(clientId: string): string | undefined }
      readonly result: { readonly consent?: { readonly grantId?: string } } | undefined
      readonly account: unknown
      readonly requestParamOIDCScopes: ReadonlySet<string>
      readonly requestParamScopes: ReadonlySet<string>
      readonly resourceServers?: Readonly<Record<string, { readonly scopes: ReadonlySet<string> }>>
    }
  }

  export class Provider {
    constructor(issuer: string, configuration: Readonly<Record<string, unknown>>)
    readonly Grant: {
      new (of: { readonly accountId: string; readonly clientId: string }): Grant
      find(id: string): Promise<Grant | undefined>
    }
    readonly Session: { findByUid(uid: string): Promise<Session | undefined> }
    callback(): (request: IncomingMessage, response: ServerResponse) => void
    interactionDetails(request: IncomingMessage, response: ServerResponse): Promise<InteractionDetails>
    /** Resolves with the URL that continues the authorization request. */
    interactionResult(
      request: IncomingMessage,
      response: ServerResponse,
      result: Readonly<Record<string, unknown>>,
      options?: { readonly mergeWithLastSubmission?: boolean },
    ): Promise<string>
  }
}

declare module 'oidc-provider/lib/helpers/errors.js' {
  export const InvalidTarget: new (description: string) => Error
}

declare module 'oidc-provider/lib/helpers/interaction_policy/index.js' {
  import type { Context } from 'oidc-provider/lib/provider.js'

  interface Check {
    readonly reason: string
  }
  export const Check: new (reason: string, description: string, check: (context: Context) => boolean) => Check
  export class Prompt {
    constructor(info: { readonly name: string; readonly requestable: boolean })
    readonly checks: { add(check: Check): void }
  }
  export interface Policy {
    get(name: string): Prompt
    add(prompt: Prompt, index?: number): void
  }
  export function base(): Policy
}
