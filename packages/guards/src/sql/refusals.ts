import { InputError } from '@sallyport/core/errors'

/** Why a statement is refused; private. */
export type SqlReason =
  | 'sql_not_text'
  | 'sql_too_long'
  | 'sql_character'
  | 'sql_syntax'
  | 'sql_statements'
  | 'sql_not_read_only'
  | 'sql_construct'
  | 'sql_table'
  | 'sql_function'
  | 'sql_type'
  | 'sql_operator'
  | 'sql_literal'
  | 'sql_lock'
  | 'sql_recursive'

const MESSAGES: Readonly<Record<SqlReason, string>> = {
  sql_not_text: 'The statement must be a string.',
  sql_too_long: 'The statement is too long or too deeply nested.',
  sql_character: 'The statement has a character or comment that is not allowed here; put texts into parameters.',
  sql_syntax: 'The statement cannot be parsed.',
  sql_statements: 'Send exactly one statement.',
  sql_not_read_only: 'Only SELECT is allowed.',
  sql_construct: 'The statement uses something that is not allowed here.',
  sql_table: 'The table is not allowed',
  sql_function: 'The function is not allowed',
  sql_type: 'The type is not allowed',
  sql_operator: 'The operator is not allowed',
  sql_literal: 'Put values into parameters.',
  sql_lock: 'Rows cannot be locked here.',
  sql_recursive: 'WITH RECURSIVE is not allowed.',
}

/** @param name of what is not allowed, shown when it is a plain word */
export function refuseSql(reason: SqlReason, name?: string): InputError {
  const message = MESSAGES[reason]
  if (message.endsWith('.')) return new InputError(message, { reason })
  const shown = name !== undefined && /^[\w.$]{1,80}$/.test(name) ? `: ${name}.` : '.'
  return new InputError(`${message}${shown}`, { reason })
}
