/**
 * The web-standard door: both gates in front of anything that takes a `Request` and returns a `Response`, on Deno, Bun,
 * workers and Node.
 *
 * Stops: two parsers that read one body differently (ST-17), bodies over the cap, a `Host` that decides our URLs (UR-16),
 * work for clients that have gone (ST-64).
 * Source: Fetch, Streams; requirements ST-15 to ST-17, ST-64, F-90.
 * Host: may import everything above it.
 *
 * @module
 */
export { enter, type Entered } from './enter.js'
export { handleOAuth } from './handle-oauth.js'
export { handlerRequest } from './handler-request.js'
export * from './protect.js'
export { webRequestFacts, type WebConnection } from './request-facts.js'
