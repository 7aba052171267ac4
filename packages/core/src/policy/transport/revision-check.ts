import type { RequestFacts } from './facts.js'
import { singleLine } from './header-value.js'
import { own } from './members.js'
import type { Message } from './message.js'
import { checkModernCall, type Call } from './modern-request.js'
import { headerMismatch, invalidRequest, refusal, unsupportedVersion, type ProtocolRefusal } from './protocol-errors.js'
import {
  ASSUMED_REVISION,
  isModernVersion,
  META_VERSION,
  MODERN_REVISION,
  REVISIONS,
  type Era,
  type Revision,
} from './revision.js'

type Facts = Pick<RequestFacts, 'headerLines'>

/** The revision under which a request is served, or why it is not. */
export type RevisionVerdict = { readonly ok: true; readonly era: Era; readonly revision: Revision } | ProtocolRefusal

/**
 * @param message as `parseMessage` read it; `undefined` for GET and DELETE
 * @param body the parsed body it was read from
 */
export type RevisionCheck = (facts: Facts, message: Message | undefined, body: unknown) => RevisionVerdict

export interface RevisionOptions {
  /** Oldest revision that is served. Default `2025-03-26`, which also is what a request without a version header is taken for. */
  readonly minimumRevision?: Revision | undefined
}

const MODERN: RevisionVerdict = Object.freeze({ ok: true, era: 'modern', revision: MODERN_REVISION })

const NEWEST_LEGACY: Revision = '2025-11-25'

/**
 * Prepares the choice of revision, made anew for every request (ST-67): nothing is remembered of a connection, a
 * session or an `initialize` (ST-42). The body decides, for it is what is executed: a call with a protocol version in
 * `_meta` is modern, `initialize` and all else is legacy; the header must agree. A notification without `_meta` is what
 * its header says.
 *
 * @example
 * ```ts
 * import { createRevisionCheck, parseMessage } from '@sallyport/core/transport'
 *
 * const check = createRevisionCheck({ minimumRevision: '2025-06-18' })
 * const body = { jsonrpc: '2.0', id: 1, method: 'ping' }
 * const parsed = parseMessage(body)
 * const facts = { headerLines: (name: string) => (name === 'mcp-protocol-version' ? ['2025-11-25'] : []) }
 * if (parsed.ok) console.log(check(facts, parsed.message, body)) // { ok: true, era: 'legacy', revision: '2025-11-25' }
 * ```
 */
export function createRevisionCheck(options: RevisionOptions = {}): RevisionCheck {
  const { minimumRevision = ASSUMED_REVISION } = options
  const supported = Object.freeze(REVISIONS.filter((revision) => revision >= minimumRevision))
  const modernOnly = minimumRevision === MODERN_REVISION
  const legacy: ReadonlyMap<string, RevisionVerdict> = new Map(
    supported
      .filter((revision) => revision !== MODERN_REVISION)
      .map((revision) => [revision, Object.freeze({ ok: true, era: 'legacy', revision })]),
  )

  function serveLegacy(version: string | undefined): RevisionVerdict {
    const verdict = legacy.get(version ?? ASSUMED_REVISION)
    if (verdict !== undefined) return verdict
    if (version === undefined) return refusal(headerMismatch('MCP-Protocol-Version'), 'version_missing')
    return refusal(unsupportedVersion(supported, version), 'version_unsupported')
  }

  /** The revision of the handshake stands in its parameters. One that is too new is negotiated down by the server. */
  function serveInitialize(version: string | undefined, params: unknown): RevisionVerdict {
    const asked = own(params, 'protocolVersion')
    const requested = typeof asked === 'string' ? asked : undefined
    const refuse = () => refusal(unsupportedVersion(supported, requested), 'version_unsupported')
    if (modernOnly) return refuse()
    if (version === MODERN_REVISION) {
      return refusal(headerMismatch('MCP-Protocol-Version'), 'version_mismatch')
    }
    if (version !== undefined && !legacy.has(version)) return serveLegacy(version)
    if (requested !== undefined && requested < minimumRevision) return refuse()
    return legacy.get(requested ?? '') ?? serveLegacy(NEWEST_LEGACY)
  }

  function serveCall(facts: Facts, version: string | undefined, message: Call, params: unknown): RevisionVerdict {
    const meta = own(params, '_meta')
    const hasClaim = typeof meta === 'object' && meta !== null && Object.hasOwn(meta, META_VERSION)
    if (!hasClaim && message.method === 'initialize') return serveInitialize(version, params)
    if (!hasClaim && version !== MODERN_REVISION) return serveLegacy(version)
    return checkModernCall({ facts, version, message, params }) ?? MODERN
  }

  return (facts, message, body) => {
    const version = singleLine(facts, 'mcp-protocol-version')
    if (version === null) return refusal(headerMismatch('MCP-Protocol-Version'), 'header_repeated')
    if (message === undefined) return serveLegacy(version)
    if (message.kind !== 'response') return serveCall(facts, version, message, own(body, 'params'))
    // Modern servers ask nothing of their clients in this way, so there is nothing to answer (ST-09).
    if (modernOnly || (version !== undefined && isModernVersion(version))) {
      return refusal(invalidRequest(), 'answer_in_modern_era')
    }
    return serveLegacy(version)
  }
}
