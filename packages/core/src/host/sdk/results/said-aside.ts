import { mapJson } from '../../../policy/spotlight/index.js'
import { member, methodOf } from '../messages.js'
import { asSent } from '../enforce-lock/lists.js'
import type { SdkProtocol } from '../sdk-server.js'

/** Members of notifications that hold text of tools. */
const SAID: ReadonlyMap<string, string> = new Map([
  ['notifications/message', 'data'],
  ['notifications/progress', 'message'],
])

/** What both versions send notifications through: version 2 has a place behind the method, which contexts of handlers use. */
interface Notifying extends Pick<SdkProtocol, 'notification'> {
  _notificationViaCodec?(codec: unknown, notification: object, options?: object): Promise<void>
}

/** Every text of a JSON value, names of members included. */
export const cleanJson = (value: unknown, clean: (text: string) => string): unknown =>
  mapJson(value, { leaf: clean, key: clean })

/**
 * Cleans what is said beside results: progress, log messages. Hosts show it, some of them to the model.
 *
 * @param told sees every notification first, and gives the one that is sent, if any
 */
export function cleanNotifications(
  server: Notifying,
  clean: (text: string) => string,
  told: (notification: object) => object | Promise<object | undefined>,
): void {
  const cleaned = (notification: object): object => {
    const name = SAID.get(methodOf(notification) ?? '')
    const said = name === undefined ? undefined : member(notification, 'params', name)
    if (name === undefined || said === undefined) return notification
    const params = { ...(member(notification, 'params') as object), [name]: cleanJson(said, clean) }
    return { ...notification, params }
  }
  // At once where nothing has to be asked: what is told before a result must not arrive after it.
  const send = (before: object, how: (notification: object) => Promise<void>): Promise<void> => {
    const notification = told(before)
    if (!(notification instanceof Promise)) return how(cleaned(notification))
    return notification.then((found) => (found === undefined ? undefined : how(cleaned(found))))
  }
  const viaCodec = server._notificationViaCodec?.bind(server)
  if (viaCodec) {
    server._notificationViaCodec = (codec, before, options) => send(before, (it) => viaCodec(codec, it, options))
    return
  }
  const notify = server.notification.bind(server)
  server.notification = (before, options) => send(before, (it) => notify(it, options))
}

/** Cleans what a handler throws: of an error, or of whatever it is, the SDKs send message and data. */
export function cleanError(error: unknown, clean: (text: string) => string): unknown {
  if (typeof error !== 'object' || error === null) return error
  // A new error would lose its class, which says what is sent with it.
  const replace = (name: 'message' | 'data', before: unknown, value: unknown): void => {
    if (JSON.stringify(value) === JSON.stringify(before)) return
    Object.defineProperty(error, name, { value, configurable: true, writable: true, enumerable: name === 'data' })
  }
  if ('message' in error) replace('message', error.message, cleanJson(error.message, clean))
  if ('data' in error) replace('data', error.data, cleanJson(asSent(error.data), clean))
  return error
}
