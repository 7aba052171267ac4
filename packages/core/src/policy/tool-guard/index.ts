/**
 * Definitions of tools, prompts and resources that stay what a person approved: hashes, lockfile, differences, signatures.
 *
 * Stops rug pulls: a server whose tools change after they were approved. A change is found by its hash, shown word by word
 * with what it means, and passes only when somebody answers for it.
 * The scanner (`scanTools`, `scanSurface`) looks for poison in definitions that nobody approved yet;
 * `lintDefinitions` for mistakes in those of one's own.
 * Source: MCP specification "tools", trust principles; RFC 8785, RFC 6901, RFC 7515 appendix F; TL-07 to TL-18, TL-25, F-50 to F-54.
 * Pure: no clock, no storage, no network. Layer policy: may import `errors` and `foundation` only.
 *
 * @module
 */
export { canonicalJson, parseJson, type JsonProblem, type ParsedJson } from '../../foundation/index.js'
export {
  approveDefinition,
  approveInstructions,
  withdrawDefinition,
  withdrawInstructions,
  type ApproveChange,
} from './approve.js'
export * from './check-lock.js'
export { createLock, type CreateLockOptions } from './create-lock.js'
export * from './detached-jws.js'
export * from './diff.js'
export type * from './diff-types.js'
export { externalReferences } from './external-references.js'
export {
  hashInstructions,
  hashList,
  hashPrompt,
  hashResource,
  hashResourceTemplate,
  hashSurface,
  hashTool,
  type SurfaceHashes,
} from './hash.js'
export * from './lint/index.js'
export type * from './lock-types.js'
export * from './merge-surfaces.js'
export * from './parse-lock.js'
export { parseToolList, type ParsedToolList, type ToolListProblem } from './parse-tool-list.js'
export * from './print-lock.js'
export * from './render-html.js'
export * from './render-markdown.js'
export * from './render-terminal.js'
export { gravest } from './severities.js'
export * from './scan/index.js'
export * from './signature.js'
export type * from './types.js'
export { visible, visibleJson } from './visible.js'
export { diffWords, type WordRun } from './words.js'
