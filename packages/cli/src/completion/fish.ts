import type { CommandModel, OptionModel, Value } from './model.js'

/** In single quotes, fish knows an escape for the quote and for the backslash. */
const quoted = (text: string): string => `'${text.replaceAll(/[\\']/g, (char) => `\\${char}`)}'`

function taken({ choices, files }: Value): string {
  if (choices.length > 0) return ` -x -a ${quoted(choices.join(' '))}`
  return files ? ' -r -F' : ' -x'
}

function optionLine(condition: string, { flags, description, value }: OptionModel): string {
  const names = flags.map((flag) => (flag.startsWith('--') ? ` -l ${flag.slice(2)}` : ` -s ${flag.slice(1)}`))
  return `complete -c sallyport -n ${condition}${names.join('')}${value ? taken(value) : ''} -d ${quoted(description)}`
}

function commandLines({ path, subcommands, options, argument }: CommandModel): readonly string[] {
  const condition = quoted(`__sallyport_at ${path.join(' ')}`.trim())
  return [
    ...subcommands.map(
      ({ name, description }) =>
        `complete -c sallyport -n ${condition} -f -a ${quoted(name)} -d ${quoted(description)}`,
    ),
    ...options.map((option) => optionLine(condition, option)),
    ...(argument === undefined
      ? []
      : [`complete -c sallyport -n ${condition}${argument.files ? ' -F' : taken(argument).replace(' -x', ' -f')}`]),
  ]
}

export function fishCompletion(models: readonly CommandModel[]): string {
  const commands = models.filter(({ path }) => path.length > 0).map(({ path }) => quoted(path.join(' ')))
  return `# fish completion of sallyport. Load it: sallyport completion fish | source
function __sallyport_at
    set -l path
    for word in (commandline -opc)[2..]
        contains -- (string join -- ' ' $path $word) ${commands.join(' ')}
        and set -a path $word
    end
    test "$path" = "$argv"
end
complete -c sallyport -f
${models.flatMap(commandLines).join('\n')}
`
}
