/**
 * Arguments that a model made up: paths, identifiers, whole objects. Stops paths that leave their folder, names that
 * nobody listed, and values a handler was not written for; says what to send instead without repeating what was sent.
 *
 * Source: MCP tools, Security Considerations ("Servers MUST validate all tool inputs"), SEP-1303, resources, Security
 * Considerations; CWE-22, CWE-41, CWE-176; Standard Schema 1; requirements TL-01, TL-14, TL-21, TL-22, F-55, F-70, F-74.
 * Layer: policy. Pure; imports `errors` and `foundation`.
 *
 * @module
 */
export * from './arguments.js'
export * from './identifiers.js'
export * from './json-schema.js'
export * from './parse-input.js'
export * from './paths.js'
export * from './resource-uri.js'
export * from './standard-schema.js'
export * from './secret-checks.js'
export * from './strict-keys.js'
export type * from './types.js'
