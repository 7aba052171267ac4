import { createScriptedPerson, type ScriptedPerson } from '../../../../examples/support/scripted-person.js'
import type { Actor, Asked, Reply } from './actor.js'

/** Statuses that may have no body, not even an empty one. */
const BODILESS: readonly number[] = [204, 304]

/** A walk that ended where nobody is to blame: an answer was lost, or somebody asked to come again. */
export interface Interrupted {
  readonly kind: 'interrupted'
  readonly by: Reply
}

/** The browser of one person; pages of the deployment are taken down, those of the provider are none of our business. */
export interface Browser {
  /** @returns the URL at the client */
  approve(url: URL, process: number | undefined): Promise<URL | Interrupted>
}

class Interruption extends Error {
  override readonly name = 'Interruption'
  readonly by: Reply
  constructor(by: Reply) {
    super(`interrupted: ${by.outcome}`)
    this.by = by
  }
}

function asText(headers: RequestInit['headers']): Record<string, string> {
  return Object.fromEntries(new Headers(headers))
}

export function openBrowser(actor: Actor, account: string): Browser {
  let pinned: number | undefined

  const send: typeof fetch = async (input, init = {}) => {
    const url = new URL(input as string | URL)
    if (url.origin !== actor.origin) return fetch(url, init)
    const { method = 'GET', headers, body } = init
    const asked: Asked = {
      method,
      headers: asText(headers),
      process: pinned,
      ...(body instanceof URLSearchParams && { body }),
    }
    const reply = await actor.ask('page', `${method} ${url.pathname}`, `${url.pathname}${url.search}`, asked)
    const { answer, response } = reply
    if (answer === undefined || response === undefined || reply.outcome === 'busy') throw new Interruption(reply)
    const { status } = answer
    return new Response(BODILESS.includes(status) ? null : answer.body, { status, headers: response.headers })
  }
  const person: ScriptedPerson = createScriptedPerson(account, send)

  return {
    async approve(url, process) {
      pinned = process
      try {
        return await person.approve(url)
      } catch (error) {
        if (error instanceof Interruption) return { kind: 'interrupted', by: error.by }
        throw error
      }
    },
  }
}
