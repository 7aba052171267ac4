/** Revisions of MCP that are served, newest first. Their names are dates, so that they compare as texts. */
export const REVISIONS = Object.freeze(['2026-07-28', '2025-11-25', '2025-06-18', '2025-03-26'] as const)

/** A revision of MCP. */
export type Revision = (typeof REVISIONS)[number]

/** `modern` is 2026-07-28: every request stands alone. `legacy` is all before it: `initialize`, then a session. */
export type Era = 'legacy' | 'modern'

export const MODERN_REVISION: Revision = '2026-07-28'

/** What a request without a version header is taken for, where such requests are served (2025-06-18, "Protocol Version Header"). */
export const ASSUMED_REVISION: Revision = '2025-03-26'

/** Fields of `_meta` that a modern request must have. */
export const META_VERSION = 'io.modelcontextprotocol/protocolVersion'
export const META_CAPABILITIES = 'io.modelcontextprotocol/clientCapabilities'

const DATE = /^\d{4}-\d{2}-\d{2}$/

/** True for 2026-07-28 and whatever comes after it, served or not. */
export function isModernVersion(version: string): boolean {
  return DATE.test(version) && version >= MODERN_REVISION
}
