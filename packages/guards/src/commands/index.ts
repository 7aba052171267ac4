/**
 * Programs that a tool may start: one program each, arguments by rule, no shell. Stops command injection, values that
 * pass for options, environments that carry secrets, programs that never end or never stop writing.
 *
 * Source: CWE-78, CWE-88 (argument injection), CVE-2024-27980 (`.bat` and `.cmd`); MCP, Security Best Practices, Local
 * MCP Server Compromise; requirement F-73.
 *
 * @module
 */
export { createCommand } from './create-command.js'
export { integerArgument, pathArgument, textArgument } from './argument-rules.js'
export type {
  ArgumentRule,
  Command,
  CommandArgument,
  CommandOptions,
  CommandResult,
  OperandArgument,
  OptionArgument,
  RunSettings,
} from './types.js'
