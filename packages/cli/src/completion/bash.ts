import type { CommandModel, Value } from './model.js'

const words = (list: readonly string[]): string => list.join(' ')

function valueLines({ choices, files }: Value): string {
  if (choices.length > 0) return `COMPREPLY=($(compgen -W '${words(choices)}' -- "$cur"))`
  return files ? 'compopt -o default; COMPREPLY=()' : 'COMPREPLY=()'
}

/** What may follow an option of a command. */
function optionCases({ path, options }: CommandModel): readonly string[] {
  return options.flatMap(({ flags, value }) =>
    value === undefined ? [] : flags.map((flag) => `    '${words(path)}:${flag}') ${valueLines(value)}; return ;;`),
  )
}

/** What else may stand there. */
function commandCase({ path, subcommands, options, argument }: CommandModel): string {
  const flags = words(options.flatMap((option) => [...option.flags]))
  const names = words([...subcommands.map(({ name }) => name), ...(argument?.choices ?? [])])
  const files = argument?.files === true ? ' files=1' : ''
  return `    '${words(path)}') flags='${flags}' names='${names}'${files} ;;`
}

/** Names are of letters, digits and dashes: nothing here has to be quoted. */
export function bashCompletion(models: readonly CommandModel[]): string {
  const commands = models.filter(({ path }) => path.length > 0).map(({ path }) => `'${words(path)}'`)
  return `# bash completion of sallyport. Load it: source <(sallyport completion bash)
_sallyport() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" prev="\${COMP_WORDS[COMP_CWORD - 1]}" path='' flags='' names='' files='' i word
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    word="\${COMP_WORDS[i]}"
    [[ $word == -- ]] && { compopt -o default; return; }
    case "\${path:+$path }$word" in
    ${commands.join(' | ')}) path="\${path:+$path }$word" ;;
    esac
  done
  case "$path:$prev" in
${models.flatMap(optionCases).join('\n')}
  esac
  case "$path" in
${models.map(commandCase).join('\n')}
  esac
  if [[ $cur == -* ]]; then
    COMPREPLY=($(compgen -W "$flags" -- "$cur"))
  else
    [[ -n $files ]] && compopt -o default
    COMPREPLY=($(compgen -W "$names" -- "$cur"))
  fi
}
complete -F _sallyport sallyport
`
}
