import { basename } from 'node:path'
import { parseLock } from '@sallyport/core/tool-guard'
import { unreadable } from '../terminal/failure.js'
import { LISTS, type RawSurface, type Source } from './source.js'
import { faultText, parseStrict } from './strict-json.js'

const FORMS = 'Give the result of tools/list, an array of tools, or an object with tools, prompts and instructions.'
const ONCE = 'Keep one of each; if a server sent it so, do not use the server.'
const JOIN = 'Join what they list, for example with: jq "{ tools: map((.result // .).tools) | add }".'

type Members = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const own = (object: Members, name: string): unknown => (Object.hasOwn(object, name) ? object[name] : undefined)

/** A lock lists tools too, but its blocks are no definitions. */
const isLock = (value: Members): boolean => own(value, 'version') !== undefined && own(value, 'hash') !== undefined

/**
 * Reads definitions from JSON: the result of `tools/list`, the JSON-RPC answer around it, an array of tools, an object with
 * several lists and `instructions`, or a lock.
 *
 * @param path of the file, for messages
 * @throws {CommandFailure} 3, for what is none of these
 */
export async function parseSurface(text: string, path: string): Promise<Source> {
  const name = path === '-' ? 'Standard input' : path
  // What Windows programs put before their UTF-8 is no part of the JSON (RFC 8259 §8.1).
  const json = text.startsWith('\ufeff') ? text.slice(1) : text
  const parsed = parseStrict(json)
  if (!parsed.ok) {
    throw unreadable(`${name} ${faultText(parsed.reason)}.`, parsed.reason === 'duplicate_key' ? ONCE : FORMS)
  }
  const { value } = parsed
  const label = path === '-' ? 'standard input' : path
  if (isObject(value) && isLock(value)) return lockSource(json, path, label)
  if (Array.isArray(value) && value.length > 0 && value.every(isAnswer)) {
    throw unreadable(`${name} is an array of answers, not of tools.`, JOIN)
  }
  const { holder, at } = holderOf(value)
  const surface = surfaceOf(holder)
  if (surface === undefined) throw unreadable(`${name} has no list of tools${at && ` at ${at}`}.`, FORMS)
  const server = { name: path === '-' ? label : basename(path) }
  const file = { path, text: json, toolsAt: Array.isArray(holder) ? '' : `${at}/tools` }
  return { label, surface, server, file, ...(hasMore(holder) && { isIncomplete: true }) }
}

/** One page of several, or the message around it: no tool has a list of tools in place of a name. */
function isAnswer(value: unknown): boolean {
  const { holder } = holderOf(value)
  return isObject(holder) && Array.isArray(own(holder, 'tools')) && own(holder, 'name') === undefined
}

/** What follows is not in the file. */
const hasMore = (holder: unknown): boolean => isObject(holder) && typeof own(holder, 'nextCursor') === 'string'

function holderOf(value: unknown): { holder: unknown; at: string } {
  const result = isObject(value) ? own(value, 'result') : undefined
  return isObject(result) ? { holder: result, at: '/result' } : { holder: value, at: '' }
}

function surfaceOf(holder: unknown): RawSurface | undefined {
  if (Array.isArray(holder)) return { tools: holder }
  if (!isObject(holder)) return undefined
  const lists: Partial<Record<(typeof LISTS)[number], readonly unknown[]>> = {}
  for (const list of LISTS) {
    const value = own(holder, list)
    if (Array.isArray(value)) lists[list] = value
  }
  const instructions = own(holder, 'instructions')
  // Prompts alone are a surface too; an object with nothing of the kind is something else.
  if (lists.tools === undefined && (own(holder, 'tools') !== undefined || Object.keys(lists).length === 0)) {
    return undefined
  }
  return { tools: [], ...lists, ...(typeof instructions === 'string' && { instructions }) }
}

async function lockSource(text: string, path: string, label: string): Promise<Source> {
  const result = await parseLock(text)
  if (!result.ok) {
    throw unreadable(
      `${label} is no valid lock: ${result.problem} at "${result.path}".`,
      'Restore it from your history.',
    )
  }
  const { lock } = result
  const surface: Record<string, unknown> = { tools: [] }
  for (const list of LISTS) {
    if (lock[list] === undefined) continue
    surface[list] = lock[list].map(({ definition, name }) => {
      if (definition !== undefined) return definition
      throw unreadable(`${label} holds only the digest of "${name}".`, 'Compare it with: sallyport tools check')
    })
  }
  const instructions = lock.instructions?.text
  return {
    label,
    surface: { ...(surface as unknown as RawSurface), ...(instructions !== undefined && { instructions }) },
    server: lock.server,
    file: { path, text, toolsAt: '/tools' },
    lock,
  }
}
