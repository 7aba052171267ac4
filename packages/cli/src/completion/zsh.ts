import type { CommandModel, OptionModel, Value } from './model.js'

/** In single quotes: a quote ends them, a colon ends a name, brackets end a description. */
const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`
const plain = (text: string): string => text.replaceAll(/[\\:[\]]/g, (char) => `\\${char}`)

function action({ choices, files }: Value): string {
  if (choices.length > 0) return `(${choices.join(' ')})`
  return files ? '_files' : '()'
}

function optionSpecs({ flags, description, value }: OptionModel): readonly string[] {
  const suffix = value === undefined ? '' : `:value:${action(value)}`
  // May be given again: exclusions are for people to know.
  return flags.map((flag) => quoted(`*${flag}[${plain(description)}]${suffix}`))
}

const functionName = (path: readonly string[]): string => ['_sallyport', ...path].join('_').replaceAll('-', '_')

function commandFunction({ path, subcommands, options, argument }: CommandModel): string {
  const specs = options.flatMap(optionSpecs)
  if (subcommands.length === 0) {
    const last = argument === undefined ? [] : [quoted(`*:argument:${action(argument)}`)]
    return `${functionName(path)}() {
  _arguments -s ${[...specs, ...last].join(' ')}
}`
  }
  const names = subcommands.map(({ name, description }) => quoted(`${name}:${plain(description)}`))
  const cases = subcommands.map(({ name }) => `      ${name}) ${functionName([...path, name])} ;;`)
  return `${functionName(path)}() {
  local state line
  _arguments -C ${[...specs, "'1:command:->command'", "'*::argument:->argument'"].join(' ')}
  case $state in
  command)
    local -a commands=(${names.join(' ')})
    _describe command commands
    ;;
  argument)
    case $line[1] in
${cases.join('\n')}
    esac
    ;;
  esac
}`
}

export function zshCompletion(models: readonly CommandModel[]): string {
  return `#compdef sallyport
# zsh completion of sallyport. Load it: source <(sallyport completion zsh)
${models.map(commandFunction).join('\n')}
if [[ $funcstack[1] == _sallyport ]]; then
  _sallyport "$@"
else
  compdef _sallyport sallyport
fi
`
}
