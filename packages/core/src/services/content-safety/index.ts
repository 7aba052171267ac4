/**
 * Classifiers for content: whether a tool's result, a prompt or a definition holds an attack, or what nobody should read.
 *
 * Stops indirect prompt injection that can be recognised, and harmful content, before a model sees it; and a classifier that
 * is away, slow or lying from deciding that everything passes.
 * Source: F-61; Azure AI Content Safety REST API 2024-09-01 (`text:shieldPrompt`, `text:analyze`). Service: may import
 * everything up to `primitives`.
 * Not covered: attacks in words that no detector knows. Mark content as data all the same: `@sallyport/core/spotlight`.
 *
 * @module
 */
export { azureContentSafety } from './azure/azure-content-safety.js'
export type { AzureAnalyzeOptions, AzureContentSafetyOptions } from './azure/options.js'
export { allOf, firstOf } from './combine.js'
export * from './content-policy.js'
export { localDetector } from './local/local-detector.js'
export type * from './types.js'
