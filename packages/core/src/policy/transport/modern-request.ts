import type { RequestFacts } from './facts.js'
import { decodeHeaderValue, singleLine } from './header-value.js'
import { own } from './members.js'
import type { Message } from './message.js'
import {
  headerMismatch,
  invalidParams,
  refusal,
  unsupportedVersion,
  type ProtocolError,
  type ProtocolRefusal,
} from './protocol-errors.js'
import { META_CAPABILITIES, META_VERSION, MODERN_REVISION } from './revision.js'

type Facts = Pick<RequestFacts, 'headerLines'>

/** Methods whose `Mcp-Name` repeats a parameter, and which one (SEP-2243; `tasks/*`: SEP-2663). */
const NAMED: ReadonlyMap<string, string> = new Map([
  ['tools/call', 'name'],
  ['prompts/get', 'name'],
  ['resources/read', 'uri'],
  ['tasks/get', 'taskId'],
  ['tasks/update', 'taskId'],
  ['tasks/cancel', 'taskId'],
])

/** A call, as opposed to the client's answer to one. */
export type Call = Extract<Message, { method: string }>

/** What of a modern call is judged. */
export interface ModernCall {
  readonly facts: Facts
  /** Value of `MCP-Protocol-Version`, trimmed. */
  readonly version: string | undefined
  readonly message: Call
  readonly params: unknown
}

/**
 * Checks a call that is modern by its `_meta` or, having none, by its header: first the version, then `_meta`, then
 * every header that repeats a part of the body (§10.6). What is missing or different is refused, for somebody on the
 * way may have decided on it.
 *
 * Notifications need no `_meta` and no `Mcp-Method`: the revision asks requests for them. What they have must agree.
 */
export function checkModernCall(call: ModernCall): ProtocolRefusal | undefined {
  return checkMeta(call) ?? checkVersion(call) ?? checkMethodHeader(call) ?? checkNameHeader(call)
}

/**
 * What a call with a version in `_meta` can be repeated as: older revisions know no such field. It is what the servers of
 * the SDKs name in `server/discover`, and the conformance suite wants no more (`server-stateless`).
 */
const MODERN_REVISIONS = Object.freeze([MODERN_REVISION])

function checkMeta({ version, message, params }: ModernCall): ProtocolRefusal | undefined {
  const meta = own(params, '_meta')
  const claimed = own(meta, META_VERSION)
  if (claimed === undefined) {
    return message.kind === 'notification' ? undefined : refusal(metaNeeds(META_VERSION), 'meta_version_missing')
  }
  if (typeof claimed !== 'string') return refusal(metaNeeds(META_VERSION), 'meta_version_malformed')
  if (version === claimed && claimed !== MODERN_REVISION) {
    return refusal(unsupportedVersion(MODERN_REVISIONS, claimed), 'version_unsupported')
  }
  if (message.kind === 'notification') return undefined
  const capabilities = own(meta, META_CAPABILITIES)
  const isObject = typeof capabilities === 'object' && capabilities !== null && !Array.isArray(capabilities)
  return isObject ? undefined : refusal(metaNeeds(META_CAPABILITIES), 'meta_capabilities_missing')
}

function metaNeeds(field: string): ProtocolError {
  return invalidParams(`Invalid params: _meta needs ${field}`)
}

function checkVersion({ version, params }: ModernCall): ProtocolRefusal | undefined {
  const claimed = own(own(params, '_meta'), META_VERSION) ?? MODERN_REVISION
  if (version === claimed) return undefined
  const reason = version === undefined ? 'version_missing' : 'version_mismatch'
  return refusal(headerMismatch('MCP-Protocol-Version'), reason)
}

function checkMethodHeader({ facts, message }: ModernCall): ProtocolRefusal | undefined {
  const method = singleLine(facts, 'mcp-method')
  if (method === message.method) return undefined
  if (method !== undefined) return refusal(headerMismatch('Mcp-Method'), 'method_header_mismatch')
  if (message.kind === 'notification') return undefined
  return refusal(headerMismatch('Mcp-Method'), 'method_header_missing')
}

function checkNameHeader({ facts, message, params }: ModernCall): ProtocolRefusal | undefined {
  const member = NAMED.get(message.method)
  const header = singleLine(facts, 'mcp-name')
  if (header === undefined) {
    const isMissing = member !== undefined && message.kind === 'request' && typeof own(params, member) === 'string'
    return isMissing ? refusal(headerMismatch('Mcp-Name'), 'name_header_missing') : undefined
  }
  const name = header === null ? undefined : decodeHeaderValue(header)
  if (name === undefined) return refusal(headerMismatch('Mcp-Name'), 'name_header_malformed')
  // Methods without a name have nothing to compare with, and nobody reads the header.
  if (member === undefined || name === own(params, member)) return undefined
  return refusal(headerMismatch('Mcp-Name'), 'name_header_mismatch')
}
