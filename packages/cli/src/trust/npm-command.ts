import { spawn } from 'node:child_process'
import { access, realpath, writeFile } from 'node:fs/promises'
import { delimiter, dirname, join } from 'node:path'
import { foreignLine } from '../sources/foreign-text.js'
import { UntrustedError } from './untrusted.js'

/** What npm says is kept up to here. */
const MAX_OUTPUT = 65_536

/**
 * Said with every command, whatever the configuration says: no script of any package runs, nothing is installed for all,
 * nothing is asked, and nothing but the answer is printed.
 */
const ALWAYS = [
  ...['--no-global', '--no-dry-run'],
  '--ignore-scripts',
  '--no-audit',
  '--no-fund',
  '--no-update-notifier',
  '--loglevel=error',
  '--no-color',
]

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )

/** npm as a script, for `npm` itself is a shell script on Windows. */
async function npmScript(env: NodeJS.ProcessEnv): Promise<string> {
  const inside = join('node_modules', 'npm', 'bin', 'npm-cli.js')
  const folder = dirname(process.execPath)
  const beside = [join(folder, inside), join(folder, '..', 'lib', inside)]
  for (const path of (env['PATH'] ?? env['Path'] ?? '').split(delimiter).filter((path) => path !== '')) {
    const linked = await realpath(join(path, 'npm')).catch(() => '')
    if (/\.[cm]?js$/.test(linked)) return linked
    beside.push(join(path, inside))
  }
  for (const path of beside) if (await isThere(path)) return path
  throw new UntrustedError('fetch_failed', 'npm is not there.', 'Install it, or put its folder into PATH.')
}

/** npm takes the folder with a package.json for the project, so none above is looked at. */
export async function becomeProject(folder: string): Promise<void> {
  await writeFile(join(folder, 'package.json'), '{ "private": true }\n', { mode: 0o600 })
}

/** Last words of npm, without its prefix and its advice on log files. */
function lastWords(text: string): string {
  const lines = text.split('\n').map((line) => line.replace(/^npm (?:error|ERR!|warn) ?/i, '').trim())
  return lines
    .filter((line) => line !== '' && !/complete log|\.log$|^code /i.test(line))
    .slice(0, 3)
    .join(' ')
}

/**
 * Runs npm in a folder, with the configuration of the user: registries, credentials, proxies and certificates are npm's own.
 *
 * @throws {UntrustedError} `fetch_failed` with what npm said
 */
export async function npm(
  args: readonly string[],
  folder: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<void> {
  const [command = '', ...rest] = args
  const line = [await npmScript(env), command, ...ALWAYS, ...rest]
  const child = spawn(process.execPath, line, { cwd: folder, env, stdio: ['ignore', 'ignore', 'pipe'], shell: false })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-MAX_OUTPUT)
  })
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject).once('close', resolve)
  })
  if (code === 0) return
  throw new UntrustedError(
    'fetch_failed',
    `npm ${command} failed.`,
    `It says: ${foreignLine(lastWords(said)) || 'nothing'}`,
  )
}
