/**
 * SQL that a model wrote: one statement that reads listed tables with harmless functions, or a refusal. Stops second
 * statements, writes in disguise (CTEs, `SELECT INTO`, functions with effects), tables nobody offered, comments that
 * only one parser reads, and identifiers that are code.
 *
 * Source: CWE-89; OWASP, SQL Injection Prevention; requirement F-72. Which parsers, and why:
 * `docs/decisions/sql-parser.md`.
 *
 * @module
 */
export { quoteIdentifier } from './quote-identifier.js'
export { readOnlySql } from './read-only-sql.js'
export type { AllowedSql, SqlDialect, SqlRules } from './types.js'
