import { mapJson } from '../../../policy/spotlight/index.js'
import { member, text } from '../messages.js'
import type { SdkProtocol } from '../enforce-lock/sdk-server.js'

/** Members of notifications that hold text of tools. */
const SAID: ReadonlyMap<string, string> = new Map([
  ['notifications/message', 'data'],
  ['notifications/progress', 'message'],
  ['notifications/tasks/status', 'statusMessage'],
])

/** What both versions send notifications through: version 2 has a place behind the method, which contexts of handlers use. */
interface Notifying extends Pick<SdkProtocol, 'notification'> {
  _notificationViaCodec?(codec: unknown, notification: object, options?: object): Promise<void>
}

/** Cleans what is said beside results: progress, log messages, states of tasks. Hosts show it, some of them to the model. */
export function cleanNotifications(server: Notifying, clean: (text: string) => string, changed: () => void): void {
  const cleaned = (notification: object): object => {
    const method = text(notification, 'method') ?? ''
    if (method === 'notifications/tools/list_changed') changed()
    const name = SAID.get(method)
    const said = name === undefined ? undefined : member(notification, 'params', name)
    if (name === undefined || said === undefined) return notification
    const params = { ...(member(notification, 'params') as object), [name]: mapJson(said, { leaf: clean, key: clean }) }
    return { ...notification, params }
  }
  const viaCodec = server._notificationViaCodec?.bind(server)
  if (viaCodec) {
    server._notificationViaCodec = (codec, notification, options) => viaCodec(codec, cleaned(notification), options)
    return
  }
  const notify = server.notification.bind(server)
  server.notification = (notification, options) => notify(cleaned(notification), options)
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
