import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import { openBrowser, type Reachable } from '../../../core/test/compositions/authorization-server/browser.js'
import { ISSUER } from '../../../core/test/compositions/authorization-server/harness.js'
import type { Task, WireResponse } from './protocol.js'

const PROGRAM = fileURLToPath(new URL('./server-process.ts', import.meta.url))
const FLAGS = ['--conditions=sallyport:source', '--import', import.meta.resolve('tsx')]

/** One process of a deployment. */
export interface Member {
  ask<Result>(task: Task): Promise<Result>
  kill(): Promise<void>
}

function memberOf(child: ChildProcess): Member {
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (reason: unknown) => void }>()
  let asked = 0
  child.on('message', (message: { id: number; result?: unknown; failed?: string }) => {
    const entry = waiting.get(message.id)
    waiting.delete(message.id)
    if (message.failed === undefined) entry?.resolve(message.result)
    else entry?.reject(new Error(message.failed))
  })
  child.on('exit', () => {
    for (const { reject } of waiting.values()) reject(new Error('the process has ended'))
  })
  return {
    ask: <Result>(task: Task) =>
      new Promise<Result>((resolve, reject) => {
        const id = ++asked
        waiting.set(id, { resolve: resolve as (value: unknown) => void, reject })
        child.send({ id, task })
      }),
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return
      const exit = once(child, 'exit')
      child.kill('SIGKILL')
      await exit
    },
  }
}

/** Starts one process on this database and key file; it ends with the test. */
export async function startMember(database: string, keyPath: string, reloadMs: number): Promise<Member> {
  const child = spawn(process.execPath, [...FLAGS, PROGRAM, database, keyPath, String(reloadMs)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const member = memberOf(child)
  onTestFinished(() => member.kill())
  await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => Promise.reject(new Error('a process did not start'))),
  ])
  return member
}

/** A balancer that hands requests to the members in turn, in the shape that the helpers of core's tests take. */
export function balanced(members: readonly Member[]) {
  let turn = 0
  const next = (): Member => {
    const member = members[turn++ % members.length]
    if (!member) throw new Error('no members')
    return member
  }
  const server: Reachable = {
    issuer: ISSUER,
    async handle(request) {
      const body = request.method === 'GET' ? undefined : await request.text()
      const headers = Object.fromEntries(request.headers)
      const wire = { method: request.method, url: request.url, headers, body }
      const answer = await next().ask<WireResponse>({ do: 'request', request: wire })
      const init = {
        status: answer.status,
        headers: answer.headers.map(([name, value]): [string, string] => [name, value]),
      }
      return new Response(answer.body === '' ? null : answer.body, init)
    },
  }
  return {
    server,
    browser: () => openBrowser(server),
    call: (token: string) => next().ask<number>({ do: 'call', token }),
    next,
  }
}

export type Balanced = ReturnType<typeof balanced>
