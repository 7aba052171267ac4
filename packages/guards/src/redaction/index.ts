/**
 * Secrets in what tools return: keys, tokens and passwords are taken out before a model, a log or a chat history has
 * them.
 *
 * Source: CWE-200, CWE-532; formats as their issuers document them; requirement F-64. Which patterns, and why not all of
 * them: `docs/decisions/secret-patterns.md`.
 *
 * @module
 */
export { redactor, type Redacted, type Redactor, type RedactorOptions } from './redactor.js'
export type { SecretRule } from './rules.js'
