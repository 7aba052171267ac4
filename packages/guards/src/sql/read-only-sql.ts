import { ConfigError, InputError } from '@sallyport/core/errors'
import { assertKnown, count, flag, wrongOption } from '../options.js'
import { assertPlain } from './lexical.js'
import { createPolicy } from './policy.js'
import { refuseSql } from './refusals.js'
import type { AllowedSql, SqlRules } from './types.js'

const OWNER = 'readOnlySql'
const NAMES = ['dialect', 'tables', 'functions', 'literals', 'locks', 'recursive', 'maxLength']

const isNames = (value: unknown): boolean =>
  value === undefined || (Array.isArray(value) && value.every((one) => typeof one === 'string' && one !== ''))

/** @throws {ConfigError} */
function assertRules(rules: SqlRules): void {
  assertKnown(OWNER, rules, NAMES)
  if (!['postgres', 'sqlite', 'mysql'].includes(rules.dialect)) {
    throw wrongOption(OWNER, 'dialect', 'is not known.', 'Write "postgres", "sqlite" or "mysql".')
  }
  if (!['all', 'numbers', 'none'].includes(rules.literals ?? 'all')) {
    throw wrongOption(OWNER, 'literals', 'is not known.', 'Write "all", "numbers" or "none".')
  }
  if (!isNames(rules.tables)) throw wrongOption(OWNER, 'tables', 'is no list of names.', 'Write ["notes"].')
  if (!isNames(rules.functions)) throw wrongOption(OWNER, 'functions', 'is no list of names.', 'Write ["slugify"].')
  flag(OWNER, 'locks', rules.locks ?? false)
  flag(OWNER, 'recursive', rules.recursive ?? false)
  count(OWNER, 'maxLength', rules.maxLength ?? 1)
}

/**
 * Reads SQL with a parser of its dialect and lets it through when it is one statement that only reads: listed tables,
 * harmless functions, built-in operators and types. What the parser cannot read, and what nobody has looked at, is
 * refused. The text is not rewritten; execute `text` with as many values as `parameters` says.
 *
 * It is one of two walls: let the connection be read-only, too, with a role of few rights and a time limit on
 * statements. Views and columns are not looked into.
 *
 * @throws {InputError} saying what is not allowed
 * @throws {ConfigError} for wrong rules
 * @see F-72, CWE-89
 * @example
 * ```ts
 * import { readOnlySql } from '@sallyport/guards/sql'
 *
 * const rules = { dialect: 'sqlite', tables: ['notes'] } as const
 * const { text, parameters } = await readOnlySql('SELECT title FROM notes WHERE id = ?', rules)
 * console.log(text, parameters)
 * await readOnlySql('SELECT 1; DROP TABLE notes', rules).catch((error: Error) => console.log(error.message))
 * ```
 */
export async function readOnlySql(text: string, rules: SqlRules): Promise<AllowedSql> {
  assertRules(rules)
  if (typeof (text as unknown) !== 'string') throw refuseSql('sql_not_text')
  assertPlain(text, rules.dialect, rules.maxLength ?? 10_000)
  const policy = createPolicy(rules)
  try {
    if (rules.dialect === 'postgres') await (await import('./postgres.js')).judgePostgres(text, policy)
    else await (await import('./datafusion.js')).judgeWithDataFusion(text, policy)
  } catch (error) {
    if (error instanceof InputError || error instanceof ConfigError) throw error
    // A parser or walk that gives up has not said yes.
    throw refuseSql('sql_syntax')
  }
  return { text, tables: [...policy.tables].sort(), parameters: policy.parameters.count }
}
