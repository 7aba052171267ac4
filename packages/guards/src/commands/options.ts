import { realpathSync, statSync } from 'node:fs'
import { basename, isAbsolute, parse } from 'node:path'
import { assertKnown, count, flag, wrongOption } from '../options.js'
import type { CommandArgument, CommandOptions } from './types.js'

export interface Settings extends Required<Omit<CommandOptions, 'passEnv' | 'unsafelyAllowInterpreter'>> {
  /** Complete. */
  readonly env: Readonly<Record<string, string>>
}

const OWNER = 'createCommand'
const NAMES =
  'program args env passEnv cwd timeoutMs maxOutputBytes maxInputBytes endOfOptions unsafelyAllowInterpreter'.split(' ')

/** What takes a command line as an argument, or starts what it is told. */
const INTERPRETERS =
  /^(?:(?:ba|da|z|k|c|tc|fi|a|rba)?sh|busybox|toybox|env|xargs|nohup|nice|timeout|time|setsid|stdbuf|chroot|script|watch|parallel|sudo|su|doas|runuser|pkexec|cmd|command|powershell|pwsh|wscript|cscript|mshta|rundll32|wsl|ssh|python[\d.]*|perl[\d.]*|ruby[\d.]*|node|deno|bun|php[\d.]*|lua[\d.]*|[gmn]?awk|tclsh[\d.]*|osascript)(?:\.exe)?$/i

/** Variables that make programs load or run something else. */
const LOADERS =
  /^(?:LD_|DYLD_|BASH_|GIT_(?:SSH|EXTERNAL|PAGER|EDITOR|CONFIG)|NODE_OPTIONS|PYTHON|PERL5|RUBYOPT|JAVA_TOOL_|_JAVA|ENV$|SHELLOPTS|IFS$|PAGER$|EDITOR$|VISUAL$)/i

/** @throws {ConfigError} */
function readProgram(program: unknown, allowInterpreter: boolean): string {
  if (typeof program !== 'string' || !isAbsolute(program) || program.includes('\0')) {
    throw wrongOption(OWNER, 'program', 'is no absolute path.', 'Name the file, for example "/usr/bin/git".')
  }
  // Node.js would have to start a shell for them, and shells cut names at trailing dots and spaces (CVE-2024-27980).
  if (/\.(?:bat|cmd|com|ps1|vbs|js|lnk)[. ]*$/i.test(program)) {
    throw wrongOption(OWNER, 'program', 'is a script of a shell.', 'Name the program that it starts.')
  }
  const facts = statSync(program, { throwIfNoEntry: false })
  if (facts?.isFile() !== true) throw wrongOption(OWNER, 'program', 'is no file.', 'Install it, or correct the path.')
  if (process.platform !== 'win32' && (facts.mode & 0o002) !== 0) {
    throw wrongOption(OWNER, 'program', 'can be changed by everybody.', 'Take that right away: chmod o-w.')
  }
  const names = [basename(program), basename(realpathSync(program))]
  if (!allowInterpreter && names.some((name) => INTERPRETERS.test(name))) {
    throw wrongOption(
      OWNER,
      'program',
      'is a shell or starts other programs.',
      'Name the program itself, or set unsafelyAllowInterpreter and let no value be code.',
    )
  }
  return program
}

/** @throws {ConfigError} */
function readArguments(args: unknown): readonly CommandArgument[] {
  if (!Array.isArray(args)) throw wrongOption(OWNER, 'args', 'is no list.', 'List texts and places for values.')
  const list = args as readonly CommandArgument[]
  const firstOperand = list.findIndex((one) => typeof one === 'object' && 'operand' in one)
  for (const [index, one] of list.entries()) {
    const isOperand = typeof one === 'object' && 'operand' in one
    if (firstOperand >= 0 && index > firstOperand && !isOperand) {
      throw wrongOption(OWNER, 'args', 'has something after an operand.', 'Put operands last.')
    }
    if (typeof one === 'string' ? one.includes('\0') : typeof one.rule !== 'function') {
      throw wrongOption(OWNER, `args[${index}]`, 'is neither a text nor a place with a rule.', 'Give it a rule.')
    }
    if (typeof one === 'object' && 'option' in one && !/^-{1,2}[A-Za-z0-9][\w.-]*$/.test(one.option)) {
      throw wrongOption(OWNER, `args[${index}]`, 'is no option.', 'Write it as "--name" or "-n".')
    }
  }
  return [...list]
}

/** @throws {ConfigError} */
function readEnv(env: unknown, passEnv: unknown): Readonly<Record<string, string>> {
  const own = Object.entries((env ?? {}) as Record<string, unknown>)
  const passed = Array.isArray(passEnv) ? passEnv.map(String) : []
  if (passEnv !== undefined && !Array.isArray(passEnv)) {
    throw wrongOption(OWNER, 'passEnv', 'is no list.', 'List names of variables.')
  }
  for (const name of passed.filter((one) => LOADERS.test(one))) {
    throw wrongOption(OWNER, 'passEnv', `${name} makes programs run something else.`, 'Set what it needs in env.')
  }
  const all = [
    ...passed.map((name) => [name, process.env[name]] as const).filter(([, value]) => value !== undefined),
    ...own,
  ]
  for (const [name, value] of all) {
    if (!/^[A-Za-z_][\w()]*$/.test(name) || typeof value !== 'string' || value.includes('\0')) {
      throw wrongOption(OWNER, `env.${name}`, 'is no variable.', 'Names are letters, digits and "_"; values are texts.')
    }
  }
  return Object.freeze(Object.fromEntries(all) as Record<string, string>)
}

/** @throws {ConfigError} */
function readFolder(cwd: unknown): string {
  if (typeof cwd !== 'string' || !isAbsolute(cwd) || statSync(cwd, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw wrongOption(OWNER, 'cwd', 'is no absolute path of a folder.', 'Name one that exists.')
  }
  return cwd
}

/** @throws {ConfigError} naming the first wrong option */
export function readOptions(options: CommandOptions): Settings {
  assertKnown(OWNER, options, NAMES)
  const maxInputBytes = options.maxInputBytes ?? 0
  const program = readProgram(
    options.program,
    flag(OWNER, 'unsafelyAllowInterpreter', options.unsafelyAllowInterpreter ?? false),
  )
  return Object.freeze({
    program,
    args: readArguments(options.args),
    env: readEnv(options.env, options.passEnv),
    cwd: readFolder(options.cwd ?? parse(program).root),
    timeoutMs: count(OWNER, 'timeoutMs', options.timeoutMs ?? 10_000),
    maxOutputBytes: count(OWNER, 'maxOutputBytes', options.maxOutputBytes ?? 1_048_576),
    maxInputBytes: maxInputBytes === 0 ? 0 : count(OWNER, 'maxInputBytes', maxInputBytes),
    endOfOptions: flag(OWNER, 'endOfOptions', options.endOfOptions ?? true),
  })
}
