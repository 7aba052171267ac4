import { InvalidArgumentError, Option, type Command } from 'commander'
import { wrongUse } from '../terminal/failure.js'
import { VERSION } from '../version.js'
import { parseDuration } from '../terminal/durations.js'
import type { Terminal } from '../terminal/terminal.js'
import { serverEnvironment } from './environment.js'
import { foreignLine } from './foreign-text.js'
import { parseSurface } from './parse-surface.js'
import { readText } from './read-file.js'
import { endpointOf } from './endpoint.js'
import type { ReadOptions } from './server-name.js'
import { LISTS, type List, type Source } from './source.js'
import { splitCommand } from './split-command.js'
import { readToken } from './token.js'

/** Where definitions come from, as on the command line. */
export interface SourceOptions {
  readonly url?: string
  readonly token?: string
  readonly login?: boolean
  readonly clientId?: string
  readonly unsafelyAllowHttp?: boolean
  readonly stdio?: string
  readonly env?: readonly string[]
  readonly file?: string
  readonly timeout: number
}

const repeated = (value: string, before: readonly string[] = []): readonly string[] => [...before, value]

function timeout(text: string): number {
  const ms = parseDuration(text)
  if (ms === undefined || ms === 0) throw new InvalidArgumentError('Write a duration such as 30s or 2m.')
  return ms
}

/** The options that name a source, without `--file`. */
export function withServerOptions(command: Command): Command {
  return command
    .option('--url <address>', 'a server over Streamable HTTP')
    .option(
      '--token <where>',
      'its access token: env:NAME, file:PATH, or the token itself, which others on this machine see',
    )
    .option('--login', 'sign in to it in your browser; the tokens are forgotten at the end')
    .option('--client-id <id>', 'with --login: a client registered by hand, with a redirect to http://127.0.0.1')
    .option('--unsafely-allow-http', 'also http, where others could change what the server says')
    .option('--stdio <command>', 'a local server: program and arguments, started without a shell')
    .option('--env <name>', 'with --stdio: a variable it gets, NAME or NAME=value; repeatable', repeated)
    .addOption(new Option('--timeout <duration>', 'for a server to answer').argParser(timeout).default(30_000, '30s'))
}

/** The options that name one source. It is never named without its option: a path, an address and a command look alike. */
export function withSourceOptions(command: Command): Command {
  command.allowExcessArguments().hook('preAction', (named) => {
    const [word] = named.args
    if (word !== undefined) throw strayWord(word, sourcesIn(named.opts()).length > 0)
  })
  return withServerOptions(command.option('-f, --file <path>', 'definitions in a file; - is standard input'))
}

function strayWord(word: string, hasSource: boolean): Error {
  const option = /^https?:/i.test(word) ? '--url' : '--file'
  const shown = foreignLine(/^[\w./:@%+,=-]+$/.test(word) ? word : JSON.stringify(word))
  return wrongUse(`${shown} stands alone.`, hasSource ? 'Leave it out.' : `Did you mean ${option} ${shown}?`)
}

/** Which of the ways to name a source were taken. */
export const sourcesIn = ({ url, stdio, file }: SourceOptions): readonly string[] => [
  ...(url === undefined ? [] : ['--url']),
  ...(stdio === undefined ? [] : ['--stdio']),
  ...(file === undefined ? [] : ['--file']),
]

/** @throws {CommandFailure} 2, for no source, several, or options of another one */
export function assertOneSource(options: SourceOptions): void {
  const named = sourcesIn(options)
  if (named.length === 1) {
    const { token, login, clientId, env } = options
    if (options.url === undefined && (token !== undefined || login === true)) {
      throw wrongUse('--token and --login are for --url.', 'Leave them out.')
    }
    if (token !== undefined && login === true) throw wrongUse('--token and --login exclude each other.', 'Choose one.')
    if (clientId !== undefined && login !== true) throw wrongUse('--client-id is for --login.', 'Add --login.')
    if (options.stdio === undefined && env !== undefined) throw wrongUse('--env is for --stdio.', 'Leave it out.')
    return
  }
  const problem = named.length === 0 ? 'There is nothing to read.' : `${named.join(' and ')} exclude each other.`
  throw wrongUse(problem, 'Name one source: --url, --stdio or --file (- is standard input).')
}

/**
 * Reads what the options name.
 *
 * @param lists to ask a server for; a file is taken as it is
 * @throws {CommandFailure} 2 for none or several sources, 3 for one that cannot be read
 */
export async function readSource(
  terminal: Terminal,
  options: SourceOptions,
  lists: readonly List[] = LISTS,
): Promise<Source> {
  assertOneSource(options)
  const { url, stdio, file, token, env = [], timeout: timeoutMs } = options
  if (file !== undefined) {
    const source = await parseSurface(await readText(file, terminal), file)
    if (source.isIncomplete === true) {
      terminal.err(`Warning: ${source.label} ends with a nextCursor: the pages behind it are not looked at.`)
    }
    return source
  }
  const { progress = () => undefined } = terminal
  const read: ReadOptions = { lists, timeoutMs, client: { name: 'sallyport', version: VERSION }, progress }
  try {
    if (stdio !== undefined) {
      const command = splitCommand(stdio)
      if (!command.ok) throw wrongUse(`--stdio cannot be split. ${command.problem}`, 'Quote words that hold spaces.')
      const { readStdio } = await import('./read-stdio.js')
      return await readStdio(command.argv, serverEnvironment(env, process.env), read)
    }
    const { login = false, clientId, unsafelyAllowHttp = false } = options
    const access = {
      ...(token !== undefined && { token: await readToken(token, process.env) }),
      ...(clientId !== undefined && { clientId }),
    }
    const endpoint = endpointOf(url ?? '', unsafelyAllowHttp)
    // The SDK is loaded by those who speak to a server.
    const { readUrl } = await import('./read-url.js')
    return await readUrl(endpoint, { ...read, ...access, login }, terminal)
  } finally {
    progress('')
  }
}
