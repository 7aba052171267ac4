import * as z from 'zod/mini'
import { ConfigError } from '../../errors/index.js'
import { assertScopeName, parseOptions, sortScopes } from '../../foundation/index.js'
import { resolveMirrored, type MirroredArgument, type MirroredArguments } from './mirrored.js'
import { meaningsOf, NAMED_METHODS, normalizeKey, operationOf } from './operation.js'
import { subscribedKeys } from './subscriptions.js'
import type { Operation } from './types.js'

/**
 * What an operation takes: `'deny'`, the scopes it needs (all of them; `[]` means any valid token), or an object.
 * `roles`: one of them is enough. `cost`: weight in the caller's limits, default 1. `mirrored`, for tools: the arguments
 * that `Mcp-Param-*` headers repeat, for example `{ Region: 'region' }`; a modern call whose headers differ is refused.
 */
export type OperationRule =
  | 'deny'
  | readonly string[]
  | {
      readonly scope?: readonly string[] | undefined
      readonly roles?: readonly string[] | undefined
      readonly cost?: number | undefined
      readonly mirrored?: MirroredArguments | undefined
    }

/**
 * Rules by key: `tools/<name>`, `prompts/<name>`, `resources/<uri>`, `methods/<method>`, and `default` for all others
 * (default: `'deny'`). Keys are exact, there are no patterns. A resource without a rule takes, beside `default`, what a
 * rule for the same URI in another percent-encoding, or without its query or fragment, takes.
 */
export type OperationRules = Readonly<Record<string, OperationRule>>

/** A rule, resolved. */
export type OperationVerdict =
  | { readonly kind: 'deny' }
  | {
      readonly kind: 'allow'
      /** All of these, sorted. */
      readonly scopes: readonly string[]
      /** One of these; empty when no role is needed. */
      readonly roles: readonly string[]
      /** One of each of these as well, where a message touches several things. */
      readonly furtherRoles?: readonly (readonly string[])[]
      readonly cost: number
    }

/** What a message will execute and what that takes. */
export interface Judgement {
  readonly operation: Operation
  readonly verdict: OperationVerdict
}

export interface OperationPolicy {
  /**
   * The whole judgement of a message. `subscriptions/listen` takes its own rule and those of all resources that it
   * names (ST-63); every other message takes one rule.
   *
   * @param message the parsed message, `undefined` for a request without one
   * @param httpMethod as received
   */
  judge(message: unknown, httpMethod: string): Judgement
  for(operation: Pick<Operation, 'key'>): OperationVerdict
  /** Scopes to name in a challenge for this key (RS-08); none when it is denied. */
  scopesFor(key: string): readonly string[]
  /** Arguments of a tool that headers repeat; none for most. */
  mirroredFor(operation: Pick<Operation, 'key'>): readonly MirroredArgument[]
  /** Every header that some rule names, in lower case, sorted. */
  readonly mirroredHeaders: readonly string[]
  /** Every scope that some rule names, sorted. */
  readonly scopes: readonly string[]
}

const Names = z.readonly(z.array(z.string().check(z.minLength(1))))
const Rules = z.record(
  z.string(),
  z.union([
    z.literal('deny'),
    Names,
    z.strictObject({
      scope: z.optional(Names),
      roles: z.optional(Names),
      cost: z.optional(z.int().check(z.positive())),
      mirrored: z.optional(z.record(z.string(), z.string())),
    }),
  ]),
)

const LISTEN = 'methods/subscriptions/listen'
const KEY = /^(?:tools|prompts|resources|methods)\/./s
const DENY: OperationVerdict = Object.freeze({ kind: 'deny' })
const NONE: readonly never[] = Object.freeze([])

/**
 * Reads the `operations` option. An operation without a rule gets `default`; without a `default` it is denied.
 *
 * @throws {ConfigError} on a key that can never match, on a scope outside the grammar (RS-68), on `offline_access` (RS-09)
 * @example
 * ```ts
 * import { createOperationPolicy } from '@sallyport/core/access'
 *
 * const policy = createOperationPolicy({
 *   default: ['notes:read'],
 *   'tools/notes_add': { scope: ['notes:write'], cost: 5 },
 *   'tools/notes_wipe': 'deny',
 * })
 * console.log(policy.for({ key: 'tools/notes_add' })) // { kind: 'allow', scopes: ['notes:write'], roles: [], cost: 5 }
 * ```
 */
export function createOperationPolicy(operations: OperationRules): OperationPolicy {
  const verdicts = new Map<string, OperationVerdict>()
  const mirrored = new Map<string, readonly MirroredArgument[]>()
  for (const [key, rule] of Object.entries(parseOptions('operations', Rules, operations))) {
    assertKey(key)
    if (verdicts.has(normalizeKey(key))) throw twice(key)
    verdicts.set(normalizeKey(key), resolve(key, rule))
    const headers = readMirrored(key, rule)
    if (headers.length > 0) mirrored.set(key, headers)
  }
  const fallback = verdicts.get('default') ?? DENY
  verdicts.delete('default')
  const meant = new Map<string, OperationVerdict[]>()
  for (const [key, verdict] of verdicts) {
    const [meaning] = meaningsOf(key)
    if (meaning !== undefined) meant.set(meaning, [...(meant.get(meaning) ?? []), verdict])
  }
  /** Rules for what a resource may turn out to be hold beside the default: the stricter one wins. */
  const findOther = (key: string): OperationVerdict => {
    const similar = meaningsOf(key).flatMap((meaning) => meant.get(meaning) ?? [])
    return similar.length === 0 ? fallback : combine([fallback, ...similar])
  }
  const find = (key: string): OperationVerdict => verdicts.get(normalizeKey(key)) ?? findOther(key)
  const scopesOf = (verdict: OperationVerdict): readonly string[] => (verdict.kind === 'allow' ? verdict.scopes : [])
  return Object.freeze<OperationPolicy>({
    judge(message, httpMethod) {
      const operation = operationOf(message, httpMethod)
      const verdict = find(operation.key)
      if (operation.key !== LISTEN || verdict.kind === 'deny') return { operation, verdict }
      const keys = subscribedKeys(message)
      if (keys?.length === 0) return { operation, verdict }
      return { operation, verdict: keys === undefined ? DENY : combine([verdict, ...keys.map(find)]) }
    },
    for: (operation: Pick<Operation, 'key'>) => find(operation.key),
    scopesFor: (key: string) => scopesOf(find(key)),
    mirroredFor: (operation) => mirrored.get(operation.key) ?? NONE,
    mirroredHeaders: Object.freeze([...new Set([...mirrored.values()].flat().map(({ header }) => header))].sort()),
    scopes: Object.freeze(sortScopes([fallback, ...verdicts.values()].flatMap(scopesOf))),
  })
}

function resolve(key: string, rule: OperationRule): OperationVerdict {
  if (rule === 'deny') return DENY
  const { scope = [], roles = [], cost = 1 } = 'length' in rule ? { scope: rule } : rule
  for (const name of scope) assertScopeName(name, `operations.${key}`)
  return Object.freeze({
    kind: 'allow',
    scopes: Object.freeze(sortScopes(scope)),
    roles: Object.freeze([...roles]),
    cost,
  })
}

/** All of several rules at once. A person pays once, for the dearest: one message is one call. */
function combine(verdicts: readonly OperationVerdict[]): OperationVerdict {
  const allowed = verdicts.flatMap((verdict) => (verdict.kind === 'allow' ? [verdict] : []))
  if (allowed.length < verdicts.length) return DENY
  const demanded = allowed.flatMap(({ roles, furtherRoles = [] }) => [roles, ...furtherRoles])
  const roles = [...new Set(demanded)].filter((names) => names.length > 0)
  return {
    kind: 'allow',
    scopes: sortScopes(allowed.flatMap(({ scopes }) => scopes)),
    roles: roles[0] ?? NONE,
    furtherRoles: roles.slice(1),
    cost: allowed.reduce((dearest, { cost }) => Math.max(dearest, cost), 1),
  }
}

function readMirrored(key: string, rule: OperationRule): readonly MirroredArgument[] {
  if (rule === 'deny' || 'length' in rule || rule.mirrored === undefined) return NONE
  if (key.startsWith('tools/')) return resolveMirrored(rule.mirrored, `operations.${key}`)
  throw new ConfigError({
    option: `operations.${key}`,
    anchor: 'operations',
    problem: 'only arguments of tools are repeated in headers.',
    fix: 'Remove mirrored.',
  })
}

function assertKey(key: string): void {
  const named = NAMED_METHODS.find((method) => key === `methods/${method}`)
  if (named !== undefined) {
    throw new ConfigError({
      option: `operations.${key}`,
      anchor: 'operations',
      problem: `${named} is judged by what it names, so this key would match no proper request.`,
      fix: 'Write one key for each name, for example "tools/notes_add", or use "default".',
    })
  }
  if (key !== 'default' && !KEY.test(key)) {
    throw new ConfigError({
      option: `operations.${key}`,
      anchor: 'operations',
      problem: 'no operation has this key.',
      fix: 'Write "tools/<name>", "prompts/<name>", "resources/<uri>", "methods/<method>" or "default".',
    })
  }
}

function twice(key: string): ConfigError {
  return new ConfigError({
    option: `operations.${key}`,
    anchor: 'operations',
    problem: 'another key names the same resource in another spelling.',
    fix: 'Keep one of them.',
  })
}
