import type { IncomingMessage, ServerResponse } from 'node:http'
import { readForm, sendPage } from './http.js'
import { loginPage } from './pages.js'
import type { Directory } from './users.js'

export type LoggedIn = { readonly accountId: string } | 'cancelled'

/** Shows the form, or reads it: `shown` means that the answer is already written. */
export async function handleLogin(
  request: IncomingMessage,
  response: ServerResponse,
  directory: Directory,
  page: { readonly action: string; readonly loginHint?: string },
): Promise<LoggedIn | 'shown'> {
  const show = (status: number, details: { problem?: string; loginHint?: string }): 'shown' => {
    sendPage(response, status, loginPage({ ...page, ...details, userNames: directory.names }))
    return 'shown'
  }
  if (request.method !== 'POST') return show(200, {})
  const form = await readForm(request)
  if (form.has('cancel')) return 'cancelled'
  const name = (form.get('login') ?? '').trim()
  if (directory.find(name) !== undefined) return { accountId: name }
  return show(422, {
    loginHint: name,
    problem: directory.isDisabled(name)
      ? `The account "${name}" is disabled.`
      : `There is no user "${name}". Known users: ${directory.names.join(', ')}.`,
  })
}
