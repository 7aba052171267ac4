import { refuseSql } from './refusals.js'
import type { SqlDialect } from './types.js'

/** Deeper nesting has no use, and parsers recurse. */
const MAX_DEPTH = 60

/**
 * Where the server's own grammar is not at hand, two lexers could read two statements in one text: about comments that
 * are code (`/*!`, MariaDB's `/*M!`), quotes that depend on a mode (`"`, backslash), and second statements. Texts with
 * any of these are refused, inside constants too: that is what parameters are for.
 */
const AMBIGUOUS: Readonly<Record<SqlDialect, RegExp | undefined>> = {
  postgres: undefined,
  sqlite: /--|\/\*|;(?!\s*$)|[\\]/,
  mysql: /--|\/\*|#|;(?!\s*$)|[\\"@]/,
}

/** @throws {InputError} */
export function assertPlain(text: string, dialect: SqlDialect, maxLength: number): void {
  if (text.length > maxLength) throw refuseSql('sql_too_long')
  if (/[^\P{Cc}\t\n\r]|[\p{Surrogate}\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\u2028\u2029]/u.test(text)) {
    throw refuseSql('sql_character')
  }
  if (AMBIGUOUS[dialect]?.test(text) === true) throw refuseSql('sql_character')
  let depth = 0
  for (const character of text) {
    if ('([{'.includes(character) && ++depth > MAX_DEPTH) throw refuseSql('sql_too_long')
    if (')]}'.includes(character)) depth -= 1
  }
}
