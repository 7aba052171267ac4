/**
 * Who did what, and how it was decided: typed events, redacted before any sink sees them.
 *
 * Stops: credentials in logs, forged log lines, a log that takes requests down with it.
 * Source: RS-40, RS-67, F-84; OWASP Logging Cheat Sheet. Layer: audit, may import errors, foundation and store.
 *
 * @module
 */
export * from './auditor.js'
export type * from './events.js'
export * from './sinks.js'
