import { randomBytes } from 'node:crypto'
import { listen, redirect, sendPage } from './http.js'
import { handleLogin, type LoggedIn } from './login.js'
import { messagePage } from './pages.js'
import type { Directory } from './users.js'

/** A second origin that asks for the name, as a company's own login behind a provider does. */
export interface Federation {
  readonly origin: string
  /** Where to send the browser, so that it comes back to `returnTo` with a `ticket`. */
  start(returnTo: string, loginHint: string | undefined): string
  /** Each ticket counts once. */
  redeem(ticket: string | null): LoggedIn | undefined
  close(): Promise<void>
}

export async function startFederation(host: string, directory: Directory): Promise<Federation> {
  const listener = await listen(host, 0)
  const pending = new Map<string, { readonly returnTo: string; readonly loginHint?: string }>()
  const tickets = new Map<string, LoggedIn>()

  listener.serve((request, response) => {
    const id = /^\/login\/([\w-]+)$/.exec(request.url ?? '')?.[1] ?? ''
    const login = pending.get(id)
    if (login === undefined) {
      sendPage(response, 404, messagePage('Login not found', 'Please start again from the application.'))
      return
    }
    handleLogin(request, response, directory, { action: `/login/${id}`, ...login }).then(
      (outcome) => {
        if (outcome === 'shown') return
        pending.delete(id)
        const ticket = randomBytes(16).toString('base64url')
        tickets.set(ticket, outcome)
        redirect(response, `${login.returnTo}?ticket=${ticket}`)
      },
      () => sendPage(response, 400, messagePage('Login failed', 'The form could not be read.')),
    )
  })

  return {
    origin: listener.origin,
    start(returnTo, loginHint) {
      const id = randomBytes(16).toString('base64url')
      pending.set(id, { returnTo, ...(loginHint === undefined ? {} : { loginHint }) })
      return `${listener.origin}/login/${id}`
    },
    redeem(ticket) {
      const outcome = ticket === null ? undefined : tickets.get(ticket)
      if (ticket !== null) tickets.delete(ticket)
      return outcome
    },
    close: () => listener.close(),
  }
}
