import { onTestFinished } from 'vitest'
import { openBrowser, type Reachable } from '../../../core/test/compositions/authorization-server/browser.js'
import { ISSUER } from '../../../core/test/compositions/authorization-server/harness.js'
import { startAskedChild, type AskedChild } from '../../../core/test/support/processes/asked-child.js'
import type { Task, WireResponse } from './protocol.js'

const PROGRAM = new URL('./server-process.ts', import.meta.url)

/** One process of a deployment. */
export type Member = AskedChild<Task>

/** Starts one process on this database and key file; it ends with the test. */
export async function startMember(database: string, keyPath: string, reloadMs: number): Promise<Member> {
  const member = await startAskedChild<Task>(PROGRAM, [database, keyPath, String(reloadMs)])
  onTestFinished(() => member.kill())
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
