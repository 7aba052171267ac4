import type { Argument, Command, Option } from 'commander'

/** What may follow an option or stand as an argument. */
export interface Value {
  readonly choices: readonly string[]
  /** Whether a path is as good as anything else. */
  readonly files: boolean
}

export interface OptionModel {
  readonly flags: readonly string[]
  readonly description: string
  /** `undefined` for a switch. */
  readonly value: Value | undefined
}

/** A command as shells see it. */
export interface CommandModel {
  /** Without the program: `trust run`; empty for the program itself. */
  readonly path: readonly string[]
  readonly description: string
  readonly subcommands: readonly { readonly name: string; readonly description: string }[]
  readonly options: readonly OptionModel[]
  readonly argument: Value | undefined
}

/** One line, for shells show one. */
const line = (text: string): string => text.replaceAll(/\s+/g, ' ').trim()

const FILES = /path|file|folder|words/i

function valueOf(name: string, choices: readonly string[] | undefined): Value {
  return { choices: choices ?? [], files: choices === undefined && FILES.test(name) }
}

function optionModel(option: Option): OptionModel {
  const takesValue = option.required || option.optional
  return {
    flags: [option.short, option.long].filter((flag) => flag !== undefined),
    description: line(option.description),
    value: takesValue ? valueOf(option.flags, option.argChoices) : undefined,
  }
}

function argumentModel(registered: readonly Argument[]): Value | undefined {
  if (registered.length === 0) return undefined
  return {
    choices: registered.flatMap(({ argChoices }) => argChoices ?? []),
    files: registered.some((one) => FILES.test(one.name())),
  }
}

/** All commands below one, and itself, as the program declares them. Hidden ones stay hidden. */
export function commandModels(command: Command, path: readonly string[] = []): readonly CommandModel[] {
  const help = command.createHelp()
  const visible = help.visibleCommands(command).filter(({ parent }) => parent === command)
  const own: CommandModel = {
    path,
    description: line(command.description()),
    subcommands: visible.map((one) => ({ name: one.name(), description: line(one.description()) })),
    options: help.visibleOptions(command).map(optionModel),
    argument: argumentModel(command.registeredArguments),
  }
  return [own, ...visible.flatMap((one) => commandModels(one, [...path, one.name()]))]
}
