import * as z from 'zod/mini'
import type { AuditSink } from '../../audit/index.js'
import { ConfigError } from '../../errors/index.js'
import { isLoopbackHost, parseOptions } from '../../foundation/index.js'
import type { OperationRules } from '../../policy/access/index.js'
import type { LimitsOptions } from '../../services/limits/index.js'
import type { Store } from '../../store/index.js'

export interface LocalSallyportOptions {
  /** Port of the server: its resource is `http://127.0.0.1:<port>/mcp`. This or `resource`. */
  readonly port?: number
  /** URL of the MCP endpoint on this machine; `http://localhost/mcp` for a unix socket. */
  readonly resource?: string
  /** What each operation takes. The credential has every scope that is named here. */
  readonly operations: OperationRules
  /** Roles of the one caller. Default: none. */
  readonly roles?: readonly string[]
  /** Writes the credential to this file, mode 0600, for the client to read. Default: it is only returned. */
  readonly tokenFile?: string
  /** How long a credential is good, in milliseconds. Default and most 86 400 000 (24 hours); it ends with the process anyway. */
  readonly tokenLifetimeMs?: number
  /** Default: memory. */
  readonly store?: Store
  /** Where audit events go. Default: nowhere. */
  readonly audit?: readonly AuditSink[]
  /** Foreign origins whose pages may call. Default: none. */
  readonly allowedOrigins?: readonly string[]
  /** How often the caller may call. */
  readonly limits?: Omit<LimitsOptions, 'buckets'>
}

const list = z.readonly(z.array(z.string()))
const object = <T>(what: string) =>
  z.custom<T>((value: unknown) => typeof value === 'object' && value !== null, `expected ${what}`)

const Options = z.strictObject({
  port: z.optional(z.int().check(z.positive(), z.maximum(65_535))),
  resource: z.optional(z.string()),
  operations: object<OperationRules>('an object of operations'),
  roles: z._default(list, []),
  tokenFile: z.optional(z.string().check(z.minLength(1))),
  tokenLifetimeMs: z._default(z.int().check(z.minimum(1_000), z.maximum(86_400_000)), 86_400_000),
  store: z.optional(object<Store>('a store')),
  audit: z._default(z.readonly(z.array(object<AuditSink>('sinks'))), []),
  allowedOrigins: z._default(list, []),
  limits: z._default(object<Omit<LimitsOptions, 'buckets'>>('limits'), {}),
})

export type LocalSettings = Readonly<Omit<z.output<typeof Options>, 'port' | 'resource'>> & {
  readonly resource: string
}

/** @throws {ConfigError} */
export function readLocalOptions(options: LocalSallyportOptions): LocalSettings {
  const { port, resource, ...rest } = parseOptions('createLocalSallyport', Options, options)
  if ((port === undefined) === (resource === undefined)) {
    throw new ConfigError({
      option: 'createLocalSallyport: resource',
      problem: 'exactly one of port and resource is needed.',
      fix: 'Write port: 3000.',
    })
  }
  const url = resource ?? `http://127.0.0.1:${String(port)}/mcp`
  if (URL.canParse(url) && isLoopbackHost(new URL(url).hostname)) return Object.freeze({ ...rest, resource: url })
  throw new ConfigError({
    option: 'createLocalSallyport: resource',
    problem: `${JSON.stringify(url)} is not on this machine.`,
    fix: 'Use http://127.0.0.1:3000/mcp, or createSallyport for servers that others can reach.',
  })
}
