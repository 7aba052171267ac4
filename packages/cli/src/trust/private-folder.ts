import { createHash } from 'node:crypto'
import { lstat, mkdir, mkdtemp, readdir, readlink, realpath, rm } from 'node:fs/promises'
import { homedir, hostname } from 'node:os'
import { dirname, join } from 'node:path'
import { UntrustedError } from './untrusted.js'

/** Group and others may write. */
const WRITABLE_BY_OTHERS = 0o022

/** Where things are kept unless somebody says otherwise, by the custom of the system. */
export function defaultCacheDirectory(
  env: Readonly<Record<string, string | undefined>> = process.env,
  platform: NodeJS.Platform = process.platform,
): string {
  const named = (name: string): string | undefined => (env[name] === '' ? undefined : env[name])
  if (platform === 'win32')
    return join(named('LOCALAPPDATA') ?? join(homedir(), 'AppData', 'Local'), 'sallyport', 'cache')
  if (platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'sallyport')
  return join(named('XDG_CACHE_HOME') ?? join(homedir(), '.cache'), 'sallyport')
}

/**
 * Makes a folder that nobody else can get at. All folders above it are looked at as well, as sshd does (StrictModes): who
 * can write into one of them can put another folder in place, or a `node_modules` where Node looks for packages.
 *
 * @returns its real path
 * @throws {UntrustedError} `unsafe_folder`
 */
export async function privateFolder(path: string): Promise<string> {
  await mkdir(path, { recursive: true, mode: 0o700 })
  const real = await realpath(path)
  if (process.platform === 'win32') return real
  const me = process.getuid?.()
  for (let folder = real; ; folder = dirname(folder)) {
    const { uid, gid, mode } = await lstat(folder)
    // The group of a single person has the number of that person.
    const writable = gid === me && me !== 0 ? WRITABLE_BY_OTHERS & ~0o020 : WRITABLE_BY_OTHERS
    const problem =
      uid !== 0 && uid !== me
        ? 'belongs to another user'
        : (mode & writable) === 0
          ? undefined
          : 'can be written to by other users'
    if (problem !== undefined) {
      throw new UntrustedError(
        'unsafe_folder',
        `${folder} ${problem}, so what lies in ${real} could be replaced.`,
        `Run: chmod go-w ${folder}, or choose another folder with --cache.`,
      )
    }
    if (dirname(folder) === folder) return real
  }
}

const NAME = /^(?:run|fetch)-(\d{1,10})-([0-9a-f]{8})-/

/**
 * Where ids of processes mean what they mean here: this machine, this container. A cache may be shared by several, and a
 * process that is alive in one is unknown in the other.
 */
async function processSpace(): Promise<string> {
  const space = await readlink('/proc/self/ns/pid').catch(() => '')
  return createHash('sha256').update(`${hostname()} ${space}`).digest('hex').slice(0, 8)
}

/** @returns whether a process with this id is there, ours or not */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}

/** Removes what processes left behind that were killed. */
export async function removeStale(cache: string): Promise<void> {
  const here = await processSpace()
  for (const name of await readdir(cache)) {
    const [, pid = '', space] = NAME.exec(name) ?? []
    if (space === here && !isRunning(Number(pid))) await rm(join(cache, name), { recursive: true, force: true })
  }
}

/** A folder for this process alone. It names the process, so that another can tell when it is not needed any more. */
export async function ownFolder(cache: string, purpose: 'run' | 'fetch'): Promise<string> {
  return mkdtemp(join(cache, `${purpose}-${String(process.pid)}-${await processSpace()}-`))
}
