/**
 * JSON Schema that strangers wrote, applied to values that strangers sent. Stops schemas that reach for the network, that
 * take exponential time, or that nobody can read; generates no code, so it runs where `eval` does not.
 *
 * Source: JSON Schema 2020-12 (and draft-07, which many servers still send); MCP 2026-07-28, JSON Schema Usage and
 * Security Considerations (SEP-2106); requirements F-55, TL-01, TL-14, TL-15, TL-16.
 *
 * @module
 */
export { createSchemaCompiler, type SchemaLimits } from './compile-schema.js'
export type { SchemaError } from './schema-error.js'
