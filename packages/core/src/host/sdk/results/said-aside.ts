import { mapJson } from '../../../policy/spotlight/index.js'
import { member, text } from '../messages.js'
import type { SdkProtocol } from '../enforce-lock/sdk-server.js'

/** Members of notifications that hold text of tools. */
const SAID: ReadonlyMap<string, string> = new Map([
  ['notifications/message', 'data'],
  ['notifications/progress', 'message'],
  ['notifications/tasks/status', 'statusMessage'],
])

/** Cleans what is said beside results: progress, log messages, states of tasks. Hosts show it, some of them to the model. */
export function cleanNotifications(server: SdkProtocol, clean: (text: string) => string, changed: () => void): void {
  const notify = server.notification.bind(server)
  server.notification = (notification, options) => {
    const method = text(notification, 'method') ?? ''
    if (method === 'notifications/tools/list_changed') changed()
    const name = SAID.get(method)
    const said = name === undefined ? undefined : member(notification, 'params', name)
    if (name === undefined || said === undefined) return notify(notification, options)
    const params = { ...(member(notification, 'params') as object), [name]: mapJson(said, { leaf: clean, key: clean }) }
    return notify({ ...notification, params }, options)
  }
}

/** Cleans the message of an error that a handler throws: the SDKs send it. */
export function cleanError(error: unknown, clean: (text: string) => string): unknown {
  if (!(error instanceof Error)) return error
  const message = clean(error.message)
  if (message === error.message) return error
  // A new error would lose its class, which says what is sent with it.
  Object.defineProperty(error, 'message', { value: message, configurable: true, writable: true, enumerable: false })
  return error
}
