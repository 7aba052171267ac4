import { lstat, stat, unlink } from 'node:fs/promises'
import { createConnection, type Server } from 'node:net'
import { isMainThread } from 'node:worker_threads'
import { ConfigError } from '../../errors/index.js'

/** All bits but those of the owner, and the owner's "execute": leaves 0600. */
const OWNER_ONLY = 0o177

function refuse(path: string, problem: string, fix: string, cause?: unknown): never {
  throw new ConfigError({ option: 'listen: socketPath', problem: `${path} ${problem}`, fix }, { cause })
}

/**
 * The mode of a socket is decided when it is bound, inside of `listen`: with the umask set just for that call there is no
 * instant at which others could connect. A thread cannot set the umask; there the mode is only judged.
 */
function bind(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    const before = isMainThread ? process.umask(OWNER_ONLY) : undefined
    try {
      server.listen(path, () => {
        server.off('error', reject)
        resolve()
      })
    } finally {
      if (before !== undefined) process.umask(before)
    }
  })
}

/** Whether a process still answers behind a socket. */
function isAnswered(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const connection = createConnection(path)
    const settle = (answered: boolean): void => {
      connection.destroy()
      resolve(answered)
    }
    connection.once('connect', () => settle(true))
    // Only a refusal proves that nobody is there; a full queue, for example, does not.
    connection.once('error', (error: NodeJS.ErrnoException) => settle(error.code !== 'ECONNREFUSED'))
  })
}

/** A killed server leaves its socket behind. Anything but a dead socket stays. */
async function removeDeadSocket(path: string, cause: unknown): Promise<void> {
  const isSocket = (await lstat(path)).isSocket()
  if (!isSocket) refuse(path, 'exists and is no socket.', 'Choose another path.', cause)
  if (await isAnswered(path)) refuse(path, 'is in use.', 'Stop the other server, or choose another path.', cause)
  await unlink(path)
}

/** @throws {ConfigError} */
export async function listenOnSocket(server: Server, path: string): Promise<void> {
  if (process.platform === 'win32') refuse(path, 'has no mode on Windows.', 'Use a port.')
  try {
    await bind(server, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') {
      refuse(path, 'cannot be bound.', 'Create its directory, and check its owner and length.', error)
    }
    await removeDeadSocket(path, error)
    await bind(server, path)
  }
  if (((await stat(path)).mode & 0o077) === 0) return
  server.close()
  refuse(path, 'could be opened by other users.', 'Listen in the main thread of the process.')
}
