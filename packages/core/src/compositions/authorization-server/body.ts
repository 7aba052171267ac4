import { OAuthError, TransportError } from '../../errors/index.js'
import { concatBytes, fromUtf8 } from '../../foundation/index.js'
import { readParameters, type Parameters } from './parameters.js'

/** Room for a registration with many redirect URIs, and for a sealed form with a long `state` and many scopes. */
const MAX_BODY_BYTES = 65_536

function mediaTypeOf(request: Request): string | undefined {
  return request.headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase()
}

/**
 * The parameters of a posted form (AS-50).
 *
 * @throws {OAuthError} `invalid_request` for another media type or a malformed form
 * @throws {TransportError} as {@link readText}
 */
export async function readForm(request: Request, known: readonly string[]): Promise<Parameters> {
  if (mediaTypeOf(request) !== 'application/x-www-form-urlencoded') {
    throw new OAuthError('invalid_request', { reason: 'content_type', description: 'send a form body' })
  }
  return readParameters(await readText(request), known)
}

/** @throws {TransportError} 415 for another media type, else as {@link readText} */
export async function readJsonText(request: Request): Promise<string> {
  if (mediaTypeOf(request) !== 'application/json') throw new TransportError(415, { reason: 'content_type' })
  return readText(request)
}

/** @throws {TransportError} 413 for too much, 400 for a body that broke off or is not UTF-8 */
async function readText(request: Request): Promise<string> {
  // A declared length is believed only when it is too large: the bytes are counted anyway.
  if (Number(request.headers.get('content-length') ?? 0) > MAX_BODY_BYTES) throw tooLarge()
  const bytes = await readCapped(request).catch((cause: unknown) => {
    throw new TransportError(400, { reason: 'body_unreadable', cause })
  })
  if (bytes === 'too_large') throw tooLarge()
  try {
    return fromUtf8(bytes)
  } catch (cause) {
    throw new TransportError(400, { reason: 'body_not_utf8', cause })
  }
}

async function readCapped(request: Request): Promise<Uint8Array | 'too_large'> {
  const chunks: Uint8Array[] = []
  let length = 0
  const reader = request.body?.getReader()
  for (;;) {
    const chunk = await reader?.read()
    if (chunk === undefined || chunk.done) return concatBytes(...chunks)
    length += chunk.value.length
    if (length > MAX_BODY_BYTES) {
      await reader?.cancel()
      return 'too_large'
    }
    chunks.push(chunk.value)
  }
}

function tooLarge(): TransportError {
  return new TransportError(413, { reason: 'body_too_large' })
}
