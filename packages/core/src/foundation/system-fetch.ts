/**
 * The `fetch` of the platform, for hosts that open no connections themselves: Workers, browsers. On Node `#system-fetch`
 * of the package manifest leads to host/node instead, which connects to no address that was not judged.
 */
export function systemFetch(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  return globalThis.fetch(input, init)
}
