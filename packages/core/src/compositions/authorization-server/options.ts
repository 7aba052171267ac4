import * as z from 'zod/mini'
import { ConfigError } from '../../errors/index.js'
import { assertScopeName, parseOptions, sortScopes } from '../../foundation/index.js'
import { assertIssuer, assertResource, normalizeResource } from '../../policy/uris/index.js'
import type { ServedResource } from './server.js'
import type { AuthorizationServerOptions } from './types.js'

const scopes = z.readonly(z.array(z.string()))

const Options = z.strictObject({
  issuer: z.string(),
  unsafelyAllowHttpLoopback: z._default(z.boolean(), false),
  resources: z.array(
    z.strictObject({
      resource: z.string(),
      name: z.optional(z.string()),
      scopes,
      defaultScopes: z._default(scopes, []),
    }),
  ),
  scopeDescriptions: z._default(z.record(z.string(), z.string()), {}),
  loopbackLocalhost: z._default(z.boolean(), false),
  dynamicRegistration: z._default(z.boolean(), false),
  strictRefresh: z._default(z.boolean(), false),
  connections: z._default(z.boolean(), true),
})

export interface CheckedOptions {
  readonly issuer: string
  readonly resources: readonly [ServedResource, ...ServedResource[]]
  readonly scopeDescriptions: ReadonlyMap<string, string>
  readonly loopbackLocalhost: boolean
  readonly dynamicRegistration: boolean
  readonly strictRefresh: boolean
  readonly connections: boolean
}

/** @throws {ConfigError} naming the first option that is wrong */
export function checkOptions(options: AuthorizationServerOptions): CheckedOptions {
  const parsed = parseOptions('createAuthorizationServer', Options, options)
  const { issuer, unsafelyAllowHttpLoopback, scopeDescriptions, ...rest } = parsed
  assertIssuer(issuer, { option: 'issuer', unsafelyAllowHttpLoopback })
  const [first, ...others] = parsed.resources.map(checkResource)
  if (first === undefined) throw problem('resources', 'is empty, so no token could have an audience.', 'Name one.')
  const forms = parsed.resources.map(({ resource }) => normalizeResource(resource))
  if (new Set(forms).size < forms.length) throw problem('resources', 'two are the same.', 'Name each one once.')
  return {
    ...rest,
    issuer,
    resources: [first, ...others],
    scopeDescriptions: new Map(Object.entries(scopeDescriptions)),
  }
}

function checkResource(served: z.output<typeof Options>['resources'][number]): ServedResource {
  assertResource(served.resource, 'resources')
  for (const scope of served.scopes) assertScopeName(scope, 'resources.scopes')
  const foreign = served.defaultScopes.find((scope) => !served.scopes.includes(scope))
  if (foreign !== undefined) {
    throw problem('resources.defaultScopes', `${foreign} is not among the scopes.`, 'Add it to scopes, or remove it.')
  }
  return {
    resource: served.resource,
    name: served.name,
    scopes: sortScopes(served.scopes),
    defaultScopes: sortScopes(served.defaultScopes),
  }
}

function problem(option: string, what: string, fix: string): ConfigError {
  return new ConfigError({ option: `createAuthorizationServer: ${option}`, anchor: option, problem: what, fix })
}
