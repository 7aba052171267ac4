/**
 * Every HTTP answer and every security header, in one place.
 *
 * Stops framing, sniffing, caching of secrets, leaking referrers, re-posted credentials and talkative errors.
 * Source: RFC 9700 §4.2, §4.12, §4.16; OAuth 2.1 §3.2.3, §3.2.4; RFC 6797; Fetch (CORS); MCP Streamable HTTP;
 * draft-ietf-httpapi-ratelimit-headers-11.
 * Primitive: builds data and `Response` objects, decides nothing. May import `errors`, `foundation` and `policy`.
 *
 * @module
 */
export * from './cors.js'
export { strictTransportHeaders, withStrictTransport } from './headers.js'
export * from './gate-replies.js'
export * from './oauth-errors.js'
export * from './rate-limit.js'
export * from './reply.js'
export * from './responses.js'
