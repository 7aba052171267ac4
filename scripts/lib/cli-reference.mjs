const INTRO = `# The command line

\`sallyport\` is the command of [\`@sallyport/cli\`](../../packages/cli/README.md). In this repository:
\`npm run -s sallyport -- tools scan --file tools.json\`. Each command explains itself with \`--help\`; this page says the same.

Answers go to standard output, everything else to standard error: errors with what to do, warnings, questions, progress.
Colours on a terminal only, and not where \`NO_COLOR\` is set. What a server, a file or a package wrote reaches a terminal with
everything unseen in it shown as its code point (\`⟨U+202E⟩\`).

| exit code | of \`tools\`                                                                    | of the others      |
| --------- | ----------------------------------------------------------------------------- | ------------------ |
| 0         | fine                                                                          | done               |
| 1         | found something: drift, findings, a signature that is none, changes left open | refused            |
| 2         | wrong usage                                                                   | wrong usage        |
| 3         | something could not be read or written: a server, a file, a key               | the same           |
`

const cell = (text) => text.replaceAll('|', '\\|').replaceAll('<', '&lt;')

/** Commands that stand in the help, deepest first to be found by their own heading. */
function commandsBelow(command) {
  const visible = command
    .createHelp()
    .visibleCommands(command)
    .filter((below) => below.name() !== 'help')
  return visible.flatMap((below) => [below, ...commandsBelow(below)])
}

function pathOf(command) {
  return command.parent ? `${pathOf(command.parent)} ${command.name()}` : command.name()
}

function defaultOf({ defaultValue, defaultValueDescription }) {
  if (defaultValueDescription !== undefined) return `\`${defaultValueDescription}\``
  return defaultValue === undefined ? '' : `\`${String(defaultValue)}\``
}

function optionRow(option) {
  const { flags, description, argChoices, mandatory } = option
  const choices = argChoices ? `; one of ${argChoices.map((choice) => `\`${choice}\``).join(', ')}` : ''
  return `| \`${flags}\` | ${cell(description)}${choices} | ${mandatory && option.defaultValue === undefined ? '**required**' : defaultOf(option)} |`
}

/** What stands below the options: examples as the help has them. */
function examplesIn(help) {
  const [, examples = ''] = /^Examples:\n((?: {2}.*\n?)+)/m.exec(help) ?? []
  return examples
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.replace(/^ {2}\$ /, ''))
}

function section(command, help) {
  const title = pathOf(command)
  const isGroup = command.commands.length > 0
  if (isGroup) return [`## ${title}`, '', `${sentence(command.description())}`, '']
  const options = command
    .createHelp()
    .visibleOptions(command)
    .filter(({ long }) => long !== '--help')
  const examples = examplesIn(help)
  const args = command.registeredArguments
  return [
    `### ${title}`,
    '',
    sentence(command.description()),
    '',
    '```sh',
    `${title} ${command.usage()}`,
    '```',
    '',
    ...args.map((arg) => `- \`${arg.name()}\`: ${cell(arg.description)}`),
    ...(args.length > 0 ? [''] : []),
    ...(options.length > 0
      ? ['| option | meaning | default |', '| --- | --- | --- |', ...options.map(optionRow), '']
      : []),
    ...(examples.length > 0 ? ['```sh', ...examples, '```', ''] : []),
  ]
}

const sentence = (text) =>
  `${text.charAt(0).toUpperCase()}${text.slice(1)}.`.replace(/\.\.$|…\.$/, (end) => end.charAt(0))

/**
 * The page, from commander's own definitions.
 *
 * @param program the whole command line
 * @param helpOf prints the help of a command, with what stands below it
 */
export function cliReference(program, helpOf) {
  const mark = '<!-- Made by scripts/cli-reference.mjs from the definitions of the commands. -->\n'
  return [INTRO, mark, ...commandsBelow(program).flatMap((command) => section(command, helpOf(command)))].join('\n')
}
