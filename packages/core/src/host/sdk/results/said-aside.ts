import { mapJson } from '../../../policy/spotlight/index.js'
import { member, text } from '../messages.js'
import { asSent } from '../enforce-lock/lists.js'
import type { SdkProtocol } from '../sdk-server.js'

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

/** Cleans what a handler throws: of an error, or of whatever it is, the SDKs send message and data. */
export function cleanError(error: unknown, clean: (text: string) => string): unknown {
  if (typeof error !== 'object' || error === null) return error
  // A new error would lose its class, which says what is sent with it.
  const replace = (name: 'message' | 'data', before: unknown, value: unknown): void => {
    if (JSON.stringify(value) === JSON.stringify(before)) return
    Object.defineProperty(error, name, { value, configurable: true, writable: true, enumerable: name === 'data' })
  }
  if ('message' in error) replace('message', error.message, mapJson(error.message, { leaf: clean, key: clean }))
  if ('data' in error) replace('data', error.data, mapJson(asSent(error.data), { leaf: clean, key: clean }))
  return error
}
