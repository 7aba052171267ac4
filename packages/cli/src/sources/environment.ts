import { wrongUse } from '../terminal/failure.js'

/** What programs need to start, and nothing that is secret. The same names as the SDK's client passes on. */
const INHERITED: readonly string[] =
  process.platform === 'win32'
    ? [
        ...[
          'APPDATA',
          'COMSPEC',
          'HOMEDRIVE',
          'HOMEPATH',
          'LOCALAPPDATA',
          'PATH',
          'PATHEXT',
          'PROGRAMDATA',
          'PROGRAMFILES',
        ],
        ...['PROCESSOR_ARCHITECTURE', 'SYSTEMDRIVE', 'SYSTEMROOT', 'TEMP', 'USERNAME', 'USERPROFILE', 'WINDIR'],
      ]
    : ['HOME', 'LANG', 'LOGNAME', 'PATH', 'SHELL', 'TERM', 'TMPDIR', 'USER']

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/

type Environment = Readonly<Record<string, string | undefined>>

/**
 * The environment of a local server: what every program needs, and what was named.
 *
 * @param named `NAME` passes a variable on, `NAME=value` sets one
 * @throws {CommandFailure} 2, for a name that is none, or a variable that is not set
 */
export function serverEnvironment(named: readonly string[], from: Environment): Record<string, string> {
  const env: Record<string, string> = {}
  for (const name of INHERITED) {
    const value = from[name]
    // Functions exported by a shell are code.
    if (value !== undefined && !value.startsWith('()')) env[name] = value
  }
  for (const entry of named) {
    const at = entry.indexOf('=')
    const name = at < 0 ? entry : entry.slice(0, at)
    if (!NAME.test(name)) throw wrongUse('--env needs NAME or NAME=value.', 'For example: --env NOTES_DIR=/tmp/notes')
    const value = at < 0 ? from[name] : entry.slice(at + 1)
    if (value === undefined) throw wrongUse(`The variable ${name} is not set.`, `Set it, or write --env ${name}=value.`)
    env[name] = value
  }
  return env
}
