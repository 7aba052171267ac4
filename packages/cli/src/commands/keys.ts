import { KEY_PURPOSES, type KeyPurpose } from '@sallyport/core/keys'
import { Argument, Command, InvalidArgumentError, Option } from 'commander'
import { parseDuration } from '../terminal/durations.js'
import type { Terminal } from '../terminal/terminal.js'
import { retire, rotate, type RetireArguments, type RotateArguments } from './key-changes.js'
import { generateKeys } from './key-generate.js'
import { listKeys } from './key-list.js'

const EXIT_CODES = `
Exit codes: 0 done, 1 refused, 2 wrong usage. Errors go to standard error, with what to do.`

const ALGORITHMS = ['EdDSA', 'ES256', 'HS256'] as const

function duration(text: string): number {
  const ms = parseDuration(text)
  if (ms === undefined) throw new InvalidArgumentError('Write a duration such as 90s, 10m, 2h or 30d.')
  return ms
}

function purposes(text: string, before: readonly KeyPurpose[] | undefined): readonly KeyPurpose[] {
  if (text === 'all') return KEY_PURPOSES
  const purpose = KEY_PURPOSES.find((name) => name === text)
  if (purpose === undefined) throw new InvalidArgumentError(`Use one of: ${KEY_PURPOSES.join(', ')}, all.`)
  return [...new Set([...(before ?? []), purpose])]
}

const fileOption = (): Option => new Option('-f, --file <path>', 'the key file').default('keys.json')
const examples = (lines: readonly string[]): string => `
Examples:
${lines.map((line) => `  $ sallyport keys ${line}`).join('\n')}
${EXIT_CODES}`

function generateCommand(terminal: Terminal): Command {
  return new Command('generate')
    .description('make a key set: a key for each purpose')
    .addOption(new Option('--alg <name>', 'of the signing key').choices(ALGORITHMS).default('EdDSA'))
    .option('-o, --out <path>', 'write a file that only you can read; without it the keys go to standard output')
    .addHelpText('after', examples(['generate --out keys.json', 'generate --alg ES256 | vault kv put kv/notes keys=-']))
    .action((options: Parameters<typeof generateKeys>[1]) => generateKeys(terminal, options))
}

function rotateCommand(terminal: Terminal): Command {
  return new Command('rotate')
    .description('add keys that take over later; those before them stay until what they made has expired')
    .addOption(fileOption())
    .option<readonly KeyPurpose[]>(
      '-p, --purpose <name>',
      `${KEY_PURPOSES.join(', ')} or all; repeatable (default: all)`,
      purposes,
    )
    .addOption(
      new Option('--lead <duration>', 'how long the new keys are known before they are used')
        .argParser(duration)
        .default(600_000, '10m'),
    )
    .option('--keep <duration>', 'how long the old ones are accepted after that (default: the longest use)', duration)
    .addOption(new Option('--alg <name>', 'of the new signing key (default: as before)').choices(ALGORITHMS))
    .addHelpText(
      'after',
      examples(['rotate', 'rotate --purpose signing --lead 30m', 'rotate --purpose signing --lead 0']),
    )
    .action((options: Omit<RotateArguments, 'purpose'> & { purpose?: readonly KeyPurpose[] }) =>
      rotate(terminal, { ...options, purpose: options.purpose ?? KEY_PURPOSES }),
    )
}

function listCommand(terminal: Terminal): Command {
  return new Command('list')
    .description('show the keys and what they are for now; never a secret')
    .addOption(fileOption())
    .option('--json', 'for machines')
    .addHelpText('after', examples(['list', 'list --file /etc/notes/keys.json --json']))
    .action((options: Parameters<typeof listKeys>[1]) => listKeys(terminal, options))
}

function retireCommand(terminal: Terminal): Command {
  return new Command('retire')
    .description('remove a key that nothing needs any more')
    .addArgument(new Argument('[kid]', 'the key; not with --expired'))
    .addOption(fileOption())
    .option('--expired', 'remove every key that has expired')
    .option('--reencrypted', 'sallyport.reencrypt() has found nothing that this vault key encrypted')
    .option('--unsafely-log-people-out', 'remove it though it may be needed: what it made dies, people sign in again')
    .addHelpText('after', examples(['retire --expired', 'retire k1ZxQ0aVb3Nc', 'retire k1ZxQ0aVb3Nc --reencrypted']))
    .action((kid: string | undefined, options: RetireArguments, command: Command) => {
      if ((kid === undefined) === (options.expired !== true)) command.error('Name one key, or use --expired.')
      return retire(terminal, kid, options)
    })
}

/** `sallyport keys …` */
export function keysCommand(terminal: Terminal): Command {
  const keys = new Command('keys').description('keys of an authorization server, in a key file')
  for (const make of [generateCommand, rotateCommand, listCommand, retireCommand]) keys.addCommand(make(terminal))
  return keys
}
