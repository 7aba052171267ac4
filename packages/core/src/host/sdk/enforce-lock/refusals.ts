import { RpcError } from '../../../errors/index.js'

const INVALID_PARAMS = -32602

/** Characters of a name that are repeated to its sender. */
const MAX_NAME = 200

/**
 * What the specification answers for a name that does not exist. What drifted, what nobody knows and what could not be
 * checked look alike: nobody learns from the answer what is kept from him.
 */
export function unknownThing(thing: 'tool' | 'prompt', name: string | undefined): RpcError {
  return new RpcError(
    INVALID_PARAMS,
    name === undefined ? 'Invalid params' : `Unknown ${thing}: ${name.slice(0, MAX_NAME)}`,
  )
}

export const unknownResource = (): RpcError => new RpcError(INVALID_PARAMS, 'Resource not found')
