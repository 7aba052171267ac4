import { Command, InvalidArgumentError, Option } from 'commander'
import type { Outcome } from '../terminal/outcome.js'
import type { Terminal } from '../terminal/terminal.js'
import { add, approve, remove, type AddOptions } from './commands.js'
import { DANGER_RULES } from './danger-rules.js'
import { listServers, runServer, verifyServers } from './run.js'
import { sign } from './signing.js'
import { DEFAULT_LIMITS } from './unpack-room.js'

const EXIT_CODES = `
Exit codes: 0 done, 1 refused, 2 wrong usage, 3 a file that cannot be read. Errors go to standard error, with what to do.`

const examples = (lines: readonly string[], exitCodes = EXIT_CODES): string => `
Examples:
${lines.map((line) => `  $ sallyport trust ${line}`).join('\n')}
${exitCodes}`

const manifestOption = (): Option =>
  new Option('-m, --manifest <path>', 'the manifest').default('mcp-servers.trust.json')
const keysOption = (): Option =>
  new Option('-k, --keys <path>', 'public keys (JWK, JWK set or PEM): the manifest must be signed with one of them')
const cacheOption = (): Option =>
  new Option('--cache <path>', 'where fetched packages are kept; nobody else may write there (default: by the system)')

function count(text: string): number {
  const value = /^[1-9]\d{0,14}$/.test(text) ? Number(text) : undefined
  if (value === undefined) throw new InvalidArgumentError('Write a whole number.')
  return value
}

/** How large the packages of one server may become together. */
const withLimits = (command: Command): Command =>
  command
    .addOption(
      new Option('--max-unpacked-bytes <n>', 'how large its packages may be together, unpacked')
        .argParser(count)
        .default(DEFAULT_LIMITS.maxUnpackedBytes),
    )
    .addOption(
      new Option('--max-unpacked-entries <n>', 'how many files and folders they may have together')
        .argParser(count)
        .default(DEFAULT_LIMITS.maxUnpackedEntries),
    )

const offlineOption = (): Option => new Option('--offline', 'use what is kept, and ask no registry')
const byOption = (): Option => new Option('--by <name>', 'who approves (default: the person that git knows)')
const reasonOption = (): Option => new Option('--reason <text>', 'why; asked for when it is missing')
const yesOption = (): Option => new Option('-y, --yes', 'do not ask; dangers still have to be named')
const dangerOption = (): Option =>
  new Option('--accept-danger <rule...>', 'accept a danger without being asked').choices(Object.keys(DANGER_RULES))

function addCommand(terminal: Terminal): Command {
  return withLimits(new Command('add'))
    .description('record what a server must be, show what would run, and ask')
    .argument('<name>', 'what to call it')
    .argument('[words...]', 'behind --: program and arguments; with --npm arguments only')
    .addOption(manifestOption())
    .option('--npm <package>', 'a package: name, name@version or name@range; recorded with all its dependencies')
    .option('--bin <name>', 'which program of the package, where it has several')
    .option('--include <path...>', 'files and folders that take part in the start, beside program and script')
    .option('--env <name...>', 'variables that the server gets; all others are withheld')
    .option('--set <name=value...>', 'variables with a fixed value; no secrets')
    .option('--secret <name=source...>', 'variables with a secret, from env:VARIABLE or file:path')
    .option('--cwd <path>', 'working directory (default: an empty one of its own)')
    .addOption(
      new Option('--extra-args <which>', 'arguments that a start may add; values: none that begin with a dash')
        .choices(['none', 'values', 'any'])
        .default('none'),
    )
    .addOption(byOption())
    .addOption(reasonOption())
    .addOption(yesOption())
    .addOption(dangerOption())
    .option('--replace', 'record a server anew that is there already')
    .addOption(cacheOption())
    .addHelpText(
      'after',
      examples([
        'add files --npm @modelcontextprotocol/server-filesystem -- /srv/notes',
        'add notes --include lib --env LANG --secret NOTES_TOKEN=env:NOTES_TOKEN -- node server.js',
        'add report --reason "monthly report" -- /usr/bin/python3 report.py --readonly',
      ]),
    )
    .action((name: string, words: readonly string[], options: AddOptions) => add(terminal, name, words, options))
}

function approveCommand(terminal: Terminal): Command {
  return new Command('approve')
    .description('answer for an entry as it is now, after it was changed by hand')
    .argument('<name>')
    .addOption(manifestOption())
    .addOption(byOption())
    .addOption(reasonOption())
    .addOption(yesOption())
    .addOption(dangerOption())
    .addHelpText('after', examples(['approve files --reason "reads another folder"']))
    .action((name: string, options: Parameters<typeof approve>[2]) => approve(terminal, name, options))
}

function verifyCommand(terminal: Terminal, outcome: Outcome): Command {
  return withLimits(new Command('verify'))
    .description('fetch and verify everything, and start nothing')
    .argument('[names...]', 'default: all')
    .addOption(manifestOption())
    .addOption(keysOption())
    .addOption(offlineOption())
    .option('--json', 'for machines')
    .addOption(cacheOption())
    .addHelpText('after', examples(['verify', 'verify files --json', 'verify --keys /etc/sallyport/trusted.json']))
    .action((names: readonly string[], options: Parameters<typeof verifyServers>[3]) =>
      verifyServers(terminal, outcome, names, options),
    )
}

function runCommand(terminal: Terminal, outcome: Outcome): Command {
  return withLimits(new Command('run'))
    .description('verify a server and start exactly what was verified, over stdio')
    .argument('<name>')
    .argument('[args...]', 'behind --: more arguments, if the entry allows them')
    .addOption(manifestOption())
    .addOption(keysOption())
    .addOption(offlineOption())
    .addOption(cacheOption())
    .addHelpText(
      'after',
      examples(
        ['run files', 'run files --manifest ~/mcp-servers.trust.json --offline', 'run search -- notes'],
        `
Exit codes: that of the server, 128 and the number of the signal that ended it, 1 when it was refused and not started.`,
      ),
    )
    .action((name: string, args: readonly string[], options: Parameters<typeof runServer>[4]) =>
      runServer(terminal, outcome, name, args, options),
    )
}

function listCommand(terminal: Terminal): Command {
  return new Command('list')
    .description('show what the manifest allows; nothing is verified')
    .addOption(manifestOption())
    .addOption(keysOption())
    .option('--json', 'for machines')
    .addHelpText('after', examples(['list', 'list --json']))
    .action((options: Parameters<typeof listServers>[1]) => listServers(terminal, options))
}

function removeCommand(terminal: Terminal): Command {
  return new Command('remove')
    .description('start a server no more')
    .argument('<name>')
    .addOption(manifestOption())
    .addHelpText('after', examples(['remove files']))
    .action((name: string, options: Parameters<typeof remove>[2]) => remove(terminal, name, options))
}

function signCommand(terminal: Terminal): Command {
  return new Command('sign')
    .description('sign the manifest, into a file beside it')
    .requiredOption('-k, --key <path>', 'private key, Ed25519 or P-256, as JWK or PEM')
    .addOption(manifestOption())
    .addHelpText('after', examples(['sign --key release-key.pem']))
    .action((options: Parameters<typeof sign>[1]) => sign(terminal, options))
}

/** `sallyport trust …` */
export function trustCommand(terminal: Terminal, outcome: Outcome): Command {
  const trust = new Command('trust').description('servers that may be started on this machine, and what they must be')
  const make = [addCommand, verifyCommand, runCommand, listCommand, approveCommand, removeCommand, signCommand]
  for (const one of make) trust.addCommand(one(terminal, outcome))
  return trust
}
