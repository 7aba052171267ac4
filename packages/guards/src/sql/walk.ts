import type { InputError } from '@sallyport/core/errors'
import type { Policy, Scope } from './policy.js'
import { refuseSql } from './refusals.js'

export type Node = Readonly<Record<string, unknown>>

/** Deals with what stands under a key; `recur` goes on below, perhaps in another scope. */
export type Handler = (value: Node, policy: Policy, scope: Scope, recur: (value: unknown, scope: Scope) => void) => void

/** What a walk knows of a grammar: keys to go through, and keys to look at. Anything else is refused. */
export interface Grammar {
  readonly through: ReadonlySet<string>
  readonly handlers: ReadonlyMap<string, Handler>
  /** Makes a better refusal for keys that are well known. */
  readonly refusal?: (key: string) => InputError | undefined
}

export const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A text, or none. */
export const wordOf = (value: unknown): string => (typeof value === 'string' ? value : '')

const isEmpty = (value: unknown): boolean =>
  value === null ||
  value === undefined ||
  value === false ||
  (Array.isArray(value) && value.every(isEmpty)) ||
  (isNode(value) && Object.values(value).every(isEmpty) && Object.keys(value).length > 0)

/** What parsers write for "there is none". Deeper down, `None` may be the name of a table. */
export const isNothing = (value: unknown): boolean => value === 'None' || isEmpty(value)

const MAX_STEPS = 20_000
const MAX_LEVELS = 600

/**
 * Goes through a syntax tree by a list of what is allowed: a key that a newer grammar brings is refused until somebody
 * has looked at it.
 *
 * @throws {InputError}
 */
export function walk(tree: unknown, grammar: Grammar, policy: Policy): void {
  let steps = 0
  const visit = (value: unknown, scope: Scope, level: number): void => {
    if (++steps > MAX_STEPS || level > MAX_LEVELS) throw refuseSql('sql_too_long')
    if (Array.isArray(value)) return value.forEach((one) => visit(one, scope, level + 1))
    if (!isNode(value)) return
    for (const [key, member] of Object.entries(value)) {
      if (isNothing(member)) continue
      const handler = grammar.handlers.get(key)
      if (handler !== undefined && isNode(member)) {
        handler(member, policy, scope, (below, inner) => visit(below, inner, level + 1))
      } else if (grammar.through.has(key)) visit(member, scope, level + 1)
      else throw grammar.refusal?.(key) ?? refuseSql('sql_construct')
    }
  }
  visit(tree, new Set(), 0)
}

/** @throws {InputError} for a node with something besides `known` */
export function assertOnly(node: Node, known: readonly string[]): void {
  for (const [key, value] of Object.entries(node)) {
    if (!known.includes(key) && !isNothing(value)) throw refuseSql('sql_construct')
  }
}
