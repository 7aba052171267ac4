import type { AuditInput } from '../../../../src/audit/index.js'
import { guardedFetch, type NodeGuardedFetchOptions } from '../../../../src/host/node/index.js'
import { stubServer, text, type Answer } from '../../../support/stub-server.js'

/** Every name leads to this machine. */
export const connection = { resolve: () => Promise.resolve(['127.0.0.1']) }

/** A page that may be asked, under a name of its own, and everything else as it is by default. */
export async function page(answer: Answer, options: NodeGuardedFetchOptions = {}) {
  const stub = await stubServer()
  stub.on('/', answer)
  const url = new URL(stub.origin.replace('127.0.0.1', 'page.example'))
  const events: AuditInput[] = []
  const fetch = guardedFetch({
    allowPrivate: ['127.0.0.1'],
    audit: { record: (event) => void events.push(event) },
    connection,
    ...options,
    allow: { schemes: ['http'], ports: [Number(url.port)], ...options.allow },
  })
  return { stub, url: url.href, fetch, events }
}

export const read = async (work: Promise<Response>) => (await work).text()
export const failure = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  )

export const redirect = (location: string, status = 302) => text('', { location }, status)

/** Begins, and never ends. */
export const slow: Answer = (response) => void response.writeHead(200).write('a')
