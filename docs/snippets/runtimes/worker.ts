import { createServer } from './server.js'

interface Env {
  readonly RESOURCE: string // the worker's own URL, as clients know it
  readonly ISSUER: string
}

let serve: ReturnType<typeof createServer> | undefined

const worker = {
  fetch(request: Request, env: Env): Promise<Response> {
    serve ??= createServer(env.RESOURCE, env.ISSUER)
    return serve(request, { remoteAddress: request.headers.get('cf-connecting-ip') ?? undefined })
  },
}

export { worker as default }
