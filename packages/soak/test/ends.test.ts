import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const RUN = fileURLToPath(new URL('../run.ts', import.meta.url))

interface Proc {
  readonly pid: number
  readonly parent: number
  readonly command: string
}

/** What `/proc` says of a process; nothing, when it has just ended. */
function lookAt(pid: number): Proc[] {
  try {
    const [, parent] = /\) \S (\d+) /.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? []
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
    return [{ pid, parent: Number(parent), command }]
  } catch {
    return []
  }
}

/** Everything that a process has started, and what that has started. */
function descendants(of: number): readonly Proc[] {
  const all = readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? lookAt(Number(name)) : []))
  const below = (pid: number): Proc[] =>
    all.filter(({ parent }) => parent === pid).flatMap((each) => [each, ...below(each.pid)])
  return below(of)
}

/** The store, the provider and the processes; what runs TypeScript for them ends with them. */
const deployed = (of: number): readonly Proc[] =>
  descendants(of).filter(({ command }) => /redis-server|soak\/src/.test(command))

it('leaves neither processes nor folders behind when it is interrupted', async ({ signal }) => {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-interrupted-'))
  const args = ['--conditions=sallyport:source', '--import', import.meta.resolve('tsx'), RUN]
  const soak = spawn(process.execPath, [...args, '--store', 'redis', '--clients', '4', '--minutes', '5'], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, TMPDIR: folder },
  })
  signal.addEventListener('abort', () => soak.kill('SIGTERM'), { once: true })
  let said = ''
  soak.stderr.setEncoding('utf8').on('data', (text: string) => (said += text))
  const exited = once(soak, 'exit')
  const pid = soak.pid ?? 0
  while (deployed(pid).length < 7 && soak.exitCode === null) await setTimeout(100)
  const started = deployed(pid)
  expect(started.length, said).toBe(7)

  soak.kill('SIGINT')
  const [code] = (await exited) as [number]
  expect(code, said).toBe(130)
  const left = started.filter(({ pid: each, command }) => lookAt(each).some((now) => now.command === command))
  expect(left).toEqual([])
  expect(readdirSync(folder).filter((name) => name.startsWith('sallyport-'))).toEqual([])
  rmSync(folder, { recursive: true })
})
