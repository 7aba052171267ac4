import { canonicalJson, parseJson } from '../../foundation/index.js'
import type { ToolDefinition } from './types.js'

/** Levels of nesting that definitions may have; real ones stay below 20. */
export const MAX_DEFINITION_DEPTH = 128

/** Why a text is no list of tools, and where: an RFC 6901 pointer. */
export interface ToolListProblem {
  readonly ok: false
  readonly problem: 'malformed' | 'duplicate_key' | 'too_deep' | 'not_a_list' | 'not_a_tool' | 'no_name'
  readonly path: string
}

export type ParsedToolList = { readonly ok: true; readonly tools: readonly ToolDefinition[] } | ToolListProblem

/**
 * Reads tool definitions from JSON: an array of tools, the result of `tools/list`, or the whole JSON-RPC answer. Members
 * that stand twice in one object are refused, for the hash of such a text would depend on who parsed it (TL-09).
 *
 * @example
 * ```ts
 * import { parseToolList } from '@sallyport/core/tool-guard'
 *
 * const list = parseToolList('{"tools":[{"name":"add","name":"remove"}]}')
 * console.log(list.ok ? list.tools : list.problem) // duplicate_key
 * ```
 */
export function parseToolList(text: string | Uint8Array): ParsedToolList {
  const parsed = parseJson(text, MAX_DEFINITION_DEPTH)
  if (!parsed.ok) return { ok: false, problem: parsed.reason, path: '' }
  const { list, path } = findList(parsed.value)
  if (!Array.isArray(list)) return { ok: false, problem: 'not_a_list', path }
  for (const [index, tool] of list.entries()) {
    const at = `${path}/${String(index)}`
    if (!isObject(tool)) return { ok: false, problem: 'not_a_tool', path: at }
    if (typeof own(tool, 'name') !== 'string') return { ok: false, problem: 'no_name', path: `${at}/name` }
  }
  try {
    canonicalJson(list)
  } catch {
    return { ok: false, problem: 'malformed', path }
  }
  return { ok: true, tools: list as ToolDefinition[] }
}

function findList(value: unknown): { list: unknown; path: string } {
  if (!isObject(value)) return { list: value, path: '' }
  const result = own(value, 'result')
  return isObject(result)
    ? { list: own(result, 'tools'), path: '/result/tools' }
    : { list: own(value, 'tools'), path: '/tools' }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function own(object: Record<string, unknown>, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined
}
