import { harmlessFunctions } from './functions.js'
import { refuseSql } from './refusals.js'
import type { SqlDialect, SqlRules } from './types.js'

/** Names that are visible as results of `WITH`. */
export type Scope = ReadonlySet<string>

/** What a walk over a statement asks and gathers. */
export interface Policy {
  readonly dialect: SqlDialect
  readonly locks: boolean
  readonly recursive: boolean
  /** @throws {InputError} unless the table may be read, or is a result of `WITH` */
  table(parts: readonly string[], scope: Scope): void
  /** @throws {InputError} */
  callable(name: string): void
  /** @throws {InputError} */
  literal(kind: 'number' | 'text'): void
  /** As names are compared. */
  fold(name: string): string
  /** @param number as written, when parameters are numbered */
  parameter(number?: number): void
  readonly tables: Set<string>
  readonly parameters: { count: number }
}

/** In a scope: this name is being defined, so a table of that name would be a recursion. */
export const unfinished = (name: string): string => `\0${name}`

/** Catalogues: they name every table, and some their rights and passwords. */
const SYSTEM: Readonly<Record<SqlDialect, RegExp>> = {
  postgres: /^(?:pg_|information_schema$)/i,
  sqlite: /^(?:sqlite_|pragma_|dbstat$|bytecode$|tables_used$|completion$|fsdir$|zipfile$|temp$)/i,
  mysql: /^(?:mysql|information_schema|performance_schema|sys|ndbinfo)$/i,
}

const splitName = (name: string): readonly string[] => {
  const dot = name.indexOf('.')
  return dot < 0 ? [name] : [name.slice(0, dot), name.slice(dot + 1)]
}

export function createPolicy(rules: SqlRules): Policy {
  const { dialect, literals = 'all', locks = false, recursive = false } = rules
  // SQLite never distinguishes, in ASCII: with the Kelvin sign for a `k`, `toLowerCase` would take a name of WITH for a
  // table's. PostgreSQL has folded what was not quoted; in MySQL it depends on the disk.
  const fold = (name: string): string =>
    dialect === 'sqlite' ? name.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase()) : name
  const keyOf = (parts: readonly string[]): string => JSON.stringify(parts.map(fold))
  const listed = rules.tables && new Set(rules.tables.map((name) => keyOf(splitName(name))))
  const functions = new Set([...harmlessFunctions(dialect), ...(rules.functions ?? [])])
  const tables = new Set<string>()
  const parameters = { count: 0 }
  return {
    dialect,
    locks,
    recursive,
    fold,
    tables,
    parameters,
    parameter(number) {
      parameters.count = Math.max(parameters.count + (number === undefined ? 1 : 0), number ?? 0)
    },
    table(parts, scope) {
      const [first = ''] = parts
      if (parts.length === 1 && scope.has(fold(first))) return
      if (parts.length === 1 && scope.has(unfinished(fold(first)))) throw refuseSql('sql_recursive')
      const isSystem = parts.length > 2 || parts.some((part) => part === '' || SYSTEM[dialect].test(part))
      if (listed === undefined ? isSystem : !listed.has(keyOf(parts))) throw refuseSql('sql_table', parts.join('.'))
      tables.add(parts.join('.'))
    },
    callable(name) {
      if (!functions.has(name.toLowerCase())) throw refuseSql('sql_function', name)
    },
    literal(kind) {
      if (literals === 'none' || (literals === 'numbers' && kind === 'text')) throw refuseSql('sql_literal')
    },
  }
}
