import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { join } from 'node:path'
import { root } from './workspace.mjs'

/** Binary of an installed tool as `[command, args]`: no shell, no npx. */
export function tool(name, args = []) {
  return [join(root, 'node_modules/.bin', name), args]
}

/** A command that did not end well. Its message is all the command said and how it ended. */
export class CommandError extends Error {
  constructor(command, args, output, ending) {
    super(`${output.trimEnd()}\n${[command, ...args].join(' ').replaceAll(`${root}/`, '')} ended with ${ending}`)
    this.name = 'CommandError'
  }
}

/** Leaders of the process groups that are at work for us. */
const working = new Set()
let foreground = false

function stopGroup(pid) {
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // It has ended by itself.
  }
}

process.on('exit', () => working.forEach(stopGroup))
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => foreground || process.exit(128 + constants.signals[signal]))
}

/**
 * Runs a command to its end and answers with its output.
 *
 * @throws {CommandError} when it ends with another code than 0, or `signal` stopped it
 */
export function run(command, args, { cwd = root, env = {}, signal } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true, // a process group of its own: when time is over, the whole family goes
    })
    let output = ''
    const take = (chunk) => (output += chunk)
    child.stdout.setEncoding('utf8').on('data', take)
    child.stderr.setEncoding('utf8').on('data', take)
    const stop = () => stopGroup(child.pid)
    signal?.addEventListener('abort', stop, { once: true })
    if (child.pid !== undefined) working.add(child.pid)
    const fail = (ending) => reject(new CommandError(command, args, output, ending))
    child.once('error', (error) => fail(error.message))
    child.once('close', (code, killedBy) => {
      working.delete(child.pid)
      signal?.removeEventListener('abort', stop)
      if (code === 0) resolve(output)
      else fail(killedBy ?? `code ${code}`)
    })
  })
}

/** Hands the terminal to a command and answers with its exit code. */
export function runInForeground(command, args) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit' })
    // Ctrl-C reaches the child by itself, other signals are handed on; we stay until it has cleaned up.
    foreground = true
    process.on('SIGTERM', () => child.kill('SIGTERM'))
    child.once('error', () => resolve(1))
    child.once('close', (code, signal) => resolve(signal ? 128 + constants.signals[signal] : code))
  })
}
