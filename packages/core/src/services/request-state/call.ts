import { canonicalJson, sha256Base64Url } from '../../foundation/index.js'
import { RpcError } from '../../errors/index.js'
import type { StateRuntime } from './options.js'
import type { StateCall } from './types.js'

/** What two rounds of one call have in common. */
export interface CallBinding {
  readonly method: string
  /** Tool, prompt or resource; `null` where the params name none. */
  readonly name: string | null
  /** SHA-256 of the params that stay the same. */
  readonly digest: string
}

/** Members that a retry changes on purpose (MCP 2026-07-28, multi round-trip requests). */
const CHANGING = new Set(['_meta', 'inputResponses', 'requestState'])

function lastingParams(params: unknown): unknown {
  if (typeof params !== 'object' || params === null || Array.isArray(params)) return params ?? null
  return Object.fromEntries(Object.entries(params).filter(([name]) => !CHANGING.has(name)))
}

function nameIn(params: unknown): string | null {
  if (typeof params !== 'object' || params === null) return null
  for (const member of ['name', 'uri'] as const) {
    const value = Object.hasOwn(params, member) ? (params as Record<string, unknown>)[member] : undefined
    if (typeof value === 'string') return value
  }
  return null
}

/** @throws {RpcError} -32602 for params without a canonical form, such as half a surrogate pair */
export async function bindingOf({ method, params }: StateCall, runtime: StateRuntime): Promise<CallBinding> {
  let text: string
  try {
    text = canonicalJson(lastingParams(params))
  } catch {
    throw new RpcError(-32602, 'Invalid params')
  }
  return { method, name: nameIn(params), digest: await sha256Base64Url(text, runtime) }
}

/** Whose state it is, as the context of its encryption: for anybody else it does not even open (EL-02). */
export function ownerOf({ principal }: StateCall): string {
  if (principal === undefined) return canonicalJson(['nobody'])
  return canonicalJson([principal.issuer, principal.subject, principal.clientId, principal.resource])
}
