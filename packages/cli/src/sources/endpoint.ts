import { wrongUse } from '../terminal/failure.js'

/** @throws {CommandFailure} 2, for what is no address of a server, or one that everybody on the way could change */
export function endpointOf(text: string, unsafelyAllowHttp: boolean): URL {
  if (!URL.canParse(text))
    throw wrongUse('--url needs an absolute address.', 'For example: --url https://notes.example/mcp')
  const url = new URL(text)
  if (url.username !== '' || url.password !== '') {
    throw wrongUse('--url holds a password.', 'Leave it out and use --token.')
  }
  const isLoopback = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(url.hostname)
  if (url.protocol === 'https:' || (url.protocol === 'http:' && (isLoopback || unsafelyAllowHttp))) return url
  throw wrongUse(
    `${url.protocol}//${url.host} is not https: who is on the way could change what you lock.`,
    'Use https, or --unsafely-allow-http in a network of your own.',
  )
}
