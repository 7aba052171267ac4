import { execFile } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import { generateKeySet, readKeyFile, type KeyFile } from '@sallyport/core/keys'
import { run } from '../../src/program.js'
import type { Terminal } from '../../src/terminal/terminal.js'

const NOW_MS = Date.UTC(2030, 0, 1)

const randomBytes = (length: number) => crypto.getRandomValues(new Uint8Array(length))

/** A clock that stands still until it is moved. */
export function clockAt(nowMs = NOW_MS) {
  let now = nowMs
  return { nowMs: () => now, randomBytes, advance: (ms: number) => void (now += ms) }
}

export function folder(): string {
  const directory = mkdtempSync(join(tmpdir(), 'sallyport-cli-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  return directory
}

/** A key file in a folder of its own, and a terminal in front of it. */
export async function desk(file?: KeyFile) {
  const path = join(folder(), 'keys.json')
  const clock = clockAt()
  const content = file ?? (await generateKeySet({}, clock))
  writeFileSync(path, JSON.stringify(content), { mode: 0o600 })
  const command = async (line: string, colours = false) => {
    const [out, err]: [string[], string[]] = [[], []]
    const terminal: Terminal = { out: (text) => out.push(text), err: (text) => err.push(text), colours, ...clock }
    const code = await run(line.replace('FILE', path).split(' '), terminal)
    return { code, out: out.join('\n'), err: err.join('\n') }
  }
  const read = () => readKeyFile(readFileSync(path, 'utf8'))
  const kid = (purpose: string) => content.keys.find((key) => key.purpose === purpose)?.kid ?? ''
  return { path, clock, command, read, kid, content, mode: (mode: number) => chmodSync(path, mode) }
}

export const secretsOf = ({ keys }: KeyFile): readonly string[] =>
  keys.map((key) => (key.kty === 'oct' ? key.k : key.d))

const BIN = fileURLToPath(new URL('../../src/bin.ts', import.meta.url))

/** The program itself, in a process of its own, as `"$@"` of a shell script. */
export function sallyportIn(script: string, ...args: string[]): Promise<{ code: number; stderr: string }> {
  return new Promise((resolve) => {
    const line = [process.execPath, '--conditions=sallyport:source', '--import', import.meta.resolve('tsx'), BIN]
    const shell = execFile('bash', ['-c', script, 'bash', ...line, 'keys', ...args], (_error, _stdout, stderr) =>
      resolve({ code: shell.exitCode ?? -1, stderr }),
    )
  })
}

export const sallyport = (...args: string[]): ReturnType<typeof sallyportIn> => sallyportIn('exec "$@"', ...args)

/** The same without a process: its exit code, by the clock of this machine. */
export function sallyportHere(...args: string[]): Promise<number> {
  const silent = { out: () => undefined, err: () => undefined, colours: false }
  return run(['keys', ...args], { ...silent, randomBytes, nowMs: () => Date.now() })
}
