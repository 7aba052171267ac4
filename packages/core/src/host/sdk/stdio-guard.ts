import * as z from 'zod/mini'
import { createAuditor, jsonLinesSink, type AuditSink } from '../../audit/index.js'
import { createAccess, type Access, type AuthorizedRequest } from '../../compositions/resource-server/index.js'
import { parseOptions, systemRuntime, type Awaitable, type Runtime } from '../../foundation/index.js'
import { createOperationPolicy, type OperationRules, type Principal } from '../../policy/access/index.js'
import { createScopeCatalogue, type ScopeDefinitions } from '../../policy/scopes/index.js'
import type { LimitRate } from '../../services/limits/index.js'
import type { StdioPrincipal } from './environment-principal.js'
import { createStdioLimits } from './stdio-limits.js'

/** How often things may be asked for. */
export interface StdioLimits {
  /** Requests of the person, weighted with `cost`. Default: 200 and five a second. */
  readonly user?: LimitRate
  /** Calls of one tool, by its name. Default: no such limit. */
  readonly tools?: Readonly<Record<string, LimitRate>>
}

export interface StdioGuardOptions {
  /** As for `createSallyport`: what no rule names gets `default`; without it, nothing, not even `initialize`. */
  readonly operations: OperationRules
  /** Names, texts and hierarchy of the scopes. */
  readonly scopes?: ScopeDefinitions
  /** Whose process this is. Default: subject `local`, without scopes and roles. */
  readonly principal?: StdioPrincipal
  readonly limits?: StdioLimits
  /** Runs after scopes and roles, and may still say no (RS-65). */
  readonly authorize?: (request: AuthorizedRequest) => Awaitable<boolean>
  /** Where audit events go. Default: JSON lines on standard error. Standard output belongs to the protocol (LO-05). */
  readonly audit?: readonly AuditSink[]
}

const object = <T>() => z.custom<T>((value) => typeof value === 'object' && value !== null, 'expected an object')
const whole = z.int().check(z.positive())
const Rate = z.strictObject({
  burst: whole,
  intervalMs: whole,
  onStoreFailure: z.exactOptional(z.enum(['refuse', 'allow'])),
})
const names = z._default(z.readonly(z.array(z.string().check(z.minLength(1)))), [])

const Options = z.strictObject({
  operations: object<OperationRules>(),
  scopes: z.exactOptional(object<ScopeDefinitions>()),
  principal: z._default(z.strictObject({ subject: z.string().check(z.minLength(1)), scopes: names, roles: names }), {
    subject: 'local',
    scopes: [],
    roles: [],
  }),
  limits: z.prefault(
    z.strictObject({
      user: z._default(Rate, { burst: 200, intervalMs: 200 }),
      tools: z._default(z.record(z.string(), Rate), {}),
    }),
    {},
  ),
  authorize: z.exactOptional(
    z.custom<NonNullable<StdioGuardOptions['authorize']>>((value) => typeof value === 'function'),
  ),
  audit: z.exactOptional(z.readonly(z.array(object<AuditSink>()))),
})

/** What callers of `callerOf` see as issuer, client and resource where there is no authorization server. */
const LOCAL = 'stdio'

function stderrSink(): AuditSink {
  const host = globalThis as { process?: { stderr?: { write(line: string): unknown } } }
  return jsonLinesSink((line) => void host.process?.stderr?.write(line))
}

/**
 * A guard for servers on stdio: the rules of `operations`, limits for the person and for single tools, and the audit log,
 * for the one person whose process this is. No OAuth (LO-01); the process is no session (LO-06).
 *
 * A refused request gets a JSON-RPC error with the code of the HTTP status: 403, or 429 with `data: { retryAfterMs }`
 * (LO-09, F-42).
 *
 * @returns a guard for `wrapServer`; it refuses transports for HTTP, where everybody would be that person
 * @throws {ConfigError} when an option is wrong
 * @example
 * ```ts
 * import { createStdioGuard, environmentPrincipal, wrapServer } from '@sallyport/core/sdk'
 * import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
 * import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js'
 *
 * const guard = createStdioGuard({
 *   operations: { default: [], 'tools/notes_add': ['notes:write'], 'tools/notes_wipe': 'deny' },
 *   principal: environmentPrincipal({ subject: 'USER', scopes: 'NOTES_SCOPES' }),
 *   limits: { tools: { notes_add: { burst: 10, intervalMs: 1_000 } } },
 * })
 * const server = wrapServer(new McpServer({ name: 'notes', version: '1.0.0' }), guard)
 * await server.connect(new StdioServerTransport())
 * ```
 */
export function createStdioGuard(options: StdioGuardOptions, runtime: Runtime = systemRuntime): Access {
  const {
    operations,
    scopes,
    principal,
    limits,
    authorize,
    audit: sinks,
  } = parseOptions('createStdioGuard', Options, options)
  const audit = createAuditor(sinks ?? [stderrSink()], runtime)
  const { subject, roles } = principal
  const person: Principal = Object.freeze({
    issuer: LOCAL,
    subject,
    clientId: LOCAL,
    scopes: principal.scopes,
    roles,
    resource: LOCAL,
    grantId: undefined,
    tokenId: LOCAL,
    expiresAtMs: Number.MAX_SAFE_INTEGER,
  })
  const localAuthInfo = Object.freeze({
    token: `sallyport:${LOCAL}`,
    clientId: LOCAL,
    scopes: [...principal.scopes],
    extra: Object.freeze({ subject, issuer: LOCAL, roles: [...roles], tokenId: LOCAL, requestId: LOCAL }),
  })
  return createAccess({
    policy: createOperationPolicy(operations),
    hierarchy: scopes && createScopeCatalogue(scopes).hierarchy,
    authorize,
    audit,
    principalOf: (authInfo) => (authInfo === localAuthInfo ? person : undefined),
    localAuthInfo,
    recordAllowed: true,
    charge: createStdioLimits(limits, audit, runtime),
  })
}
