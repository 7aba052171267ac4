import { gravest, scanSurface, type ServerSurface } from '@sallyport/core/tool-guard'
import { Command, Option } from 'commander'
import { placesText, strays } from '../sources/definitions.js'
import { readSource, withSourceOptions, type SourceOptions } from '../sources/options.js'
import type { Source } from '../sources/source.js'
import type { Outcome } from '../terminal/outcome.js'
import type { Terminal } from '../terminal/terminal.js'
import { examples } from './help.js'
import { printJson, withFormats, type FormatOptions } from './output.js'
import { sarif } from './sarif.js'
import { scanEntries } from './scan-entries.js'
import { scanMarkdown } from './scan-markdown.js'
import { scanText } from './scan-text.js'
import { FAIL_ON, isAtLeast, type FailOn } from './severities.js'

export interface ScanArguments extends SourceOptions, FormatOptions {
  readonly failOn: FailOn
}

/** Every so many definitions a person wants to see that it goes on. */
const PROGRESS_STEP = 25

/** A scan takes also what is no definition: whatever a server sent deserves a look. */
export function scanSource({ surface }: Source, { progress }: Terminal): ReturnType<typeof scanSurface> {
  const report = scanSurface(surface as unknown as ServerSurface, {
    progress: (scanned, total) => {
      if (scanned % PROGRESS_STEP === 0) progress?.(`${String(scanned)} of ${String(total)} …`)
    },
  })
  progress?.('')
  return report
}

async function scan(terminal: Terminal, outcome: Outcome, options: ScanArguments): Promise<void> {
  const source = await readSource(terminal, options)
  const report = scanSource(source, terminal)
  const entries = scanEntries(report, source.surface)
  if (isAtLeast(gravest(entries.map(({ severity }) => severity)), options.failOn)) outcome.exitCode = 1
  if (options.json === true) printJson(terminal, report)
  else if (options.sarif === true) printJson(terminal, sarif(entries, source))
  else terminal.out(options.markdown === true ? scanMarkdown(entries) : scanText(entries, terminal))
  const none = strays(source)
  if (none.length === 0) return
  terminal.err(`Error: ${source.label}: ${placesText(none)}. They were read all the same; repair what lists them.`)
  // Poison that was found is the worse news.
  if (outcome.exitCode === 0) outcome.exitCode = 3
}

/** `sallyport tools scan` */
export function scanCommand(terminal: Terminal, outcome: Outcome): Command {
  const command = new Command('scan')
    .description('look for poison in definitions: hidden instructions, secrecy, invisible text, hostile defaults, …')
    .addOption(
      new Option('--fail-on <severity>', 'end with 1 from this severity on').choices(FAIL_ON).default('medium'),
    )
  return withFormats(withSourceOptions(command), ['json', 'sarif', 'markdown'])
    .addHelpText(
      'after',
      examples([
        'scan --url https://notes.example/mcp --login',
        'scan --stdio "npx -y @example/notes-server" --fail-on high',
        'scan --file tools.json --sarif > scan.sarif',
        'scan --json --file - < tools.json',
      ]),
    )
    .action((options: ScanArguments) => scan(terminal, outcome, options))
}
