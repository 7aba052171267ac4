import { Argument, Command, Option } from 'commander'
import { definitionsOf } from '../sources/definitions.js'
import { readSource, sourcesIn, withServerOptions, type SourceOptions } from '../sources/options.js'
import type { Source } from '../sources/source.js'
import { wrongUse } from '../terminal/failure.js'
import type { Outcome } from '../terminal/outcome.js'
import type { Terminal } from '../terminal/terminal.js'
import { compareSurfaces, diffJson, hasChanges, severityOf, type SurfaceDiff } from './compare.js'
import { diffMarkdown, diffText } from './diff-text.js'
import { examples } from './help.js'
import { listsFor, readLock } from './lock-file.js'
import { printJson, withFormats, type FormatOptions } from './output.js'
import { FAIL_ON, isAtLeast, type FailOn } from './severities.js'

interface DiffArguments extends Omit<SourceOptions, 'file'>, FormatOptions {
  readonly file?: readonly string[]
  readonly lock?: string
  readonly failOn: FailOn
}

const USAGE = 'For example: tools diff before.json after.json, or tools diff --lock mcp-tools.lock.json --file now.json'

/** What comes before, and what after: files in the order given, the lock always first, a server always last. */
async function readBoth(
  terminal: Terminal,
  paths: readonly string[],
  options: DiffArguments,
): Promise<[Source, Source]> {
  const { file = [], lock, ...server } = options
  const files = [...paths, ...file]
  const hasServer = sourcesIn(server).length > 0
  const count = files.length + (lock === undefined ? 0 : 1) + (hasServer ? 1 : 0)
  if (count !== 2)
    throw wrongUse(`There ${count === 1 ? 'is one thing' : `are ${String(count)} things`} to compare.`, USAGE)
  if (files.filter((path) => path === '-').length > 1) throw wrongUse('Standard input can be read once.', USAGE)
  const locked = lock === undefined ? undefined : (await readLock(lock, terminal)).lock
  const sources: Source[] = []
  if (lock !== undefined) sources.push(await readSource(terminal, { file: lock, timeout: options.timeout }))
  for (const path of files) sources.push(await readSource(terminal, { file: path, timeout: options.timeout }))
  if (hasServer) sources.push(await readSource(terminal, server, listsFor(locked)))
  const [before, after] = sources
  if (before === undefined || after === undefined) throw wrongUse('There is nothing to compare.', USAGE)
  return [before, after]
}

/** A file that says nothing of instructions does not say that there are none. */
function compareSources(
  before: Awaited<ReturnType<typeof definitionsOf>>,
  after: Awaited<ReturnType<typeof definitionsOf>>,
  isSilent: { readonly before: boolean; readonly after: boolean },
): SurfaceDiff {
  const skip =
    (isSilent.before && before.instructions === undefined) || (isSilent.after && after.instructions === undefined)
  return skip
    ? compareSurfaces({ ...before, instructions: undefined }, { ...after, instructions: undefined })
    : compareSurfaces(before, after)
}

async function diff(
  terminal: Terminal,
  outcome: Outcome,
  paths: readonly string[],
  options: DiffArguments,
): Promise<void> {
  const [before, after] = await readBoth(terminal, paths, options)
  const isSilent = { before: before.file !== undefined, after: after.file !== undefined }
  const changes = compareSources(await definitionsOf(before), await definitionsOf(after), isSilent)
  if (hasChanges(changes) && isAtLeast(severityOf(changes), options.failOn)) outcome.exitCode = 1
  if (options.json === true) printJson(terminal, diffJson(changes))
  else terminal.out(options.markdown === true ? diffMarkdown(changes) : diffText(changes, terminal))
}

const repeated = (value: string, before: readonly string[] = []): readonly string[] => [...before, value]

/** `sallyport tools diff` */
export function diffCommand(terminal: Terminal, outcome: Outcome): Command {
  const command = new Command('diff')
    .description('show what changed between two sets of definitions, word by word')
    .addArgument(new Argument('[files...]', 'definitions before and after; - is standard input'))
    .option<readonly string[]>('-f, --file <path>', 'the same as a file named without it; repeatable', repeated)
    .option('-l, --lock <path>', 'compare with what is locked')
    .addOption(new Option('--fail-on <severity>', 'end with 1 from this severity on').choices(FAIL_ON).default('low'))
  return withFormats(withServerOptions(command), ['json', 'markdown'])
    .addHelpText(
      'after',
      examples([
        'diff before.json after.json',
        'diff --lock mcp-tools.lock.json --file now.json --markdown',
        'diff before.json --url https://notes.example/mcp --token env:NOTES_TOKEN',
        'diff before.json - --json < after.json',
      ]),
    )
    .action((paths: readonly string[], options: DiffArguments) => diff(terminal, outcome, paths, options))
}
