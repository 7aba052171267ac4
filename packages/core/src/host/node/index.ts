/**
 * Node: requests, replies, key files. The only room that knows `node:*`.
 *
 * Stops: two parsers that read one body differently (ST-17), a `Host` header that decides our URLs (UR-16), key files
 * that others can read (F-06).
 * Host: may import everything above it.
 *
 * @module
 */
export { sendResponse, toWebRequest, type BridgeOptions } from './bridge.js'
export { enter, type Entered } from './enter.js'
export { keysFromFile, type KeysFromFileOptions } from './keys-from-file.js'
export { handleOAuth } from './oauth-handler.js'
export { sendReply, setHeaderLines } from './reply.js'
export { requestFacts } from './request-facts.js'
