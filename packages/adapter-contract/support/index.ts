/**
 * What the tests of several adapters share: a deployment behind any framework, a signed-in client, raw exchanges.
 *
 * @module
 */
export * from './access-token.js'
export * from './deployment.js'
export * from './raw.js'
export { callMcp, MCP_HEADERS, message } from '../../express/test/support/call-mcp.js'
export * from './gate-suite.js'
export * from './handlers.js'
