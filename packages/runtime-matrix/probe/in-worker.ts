/** Entry for workerd: settings come in a request, answers go back. */
import type { Settings } from './deployment.js'
import { probe } from './probe.js'

export default {
  async fetch(request: Request): Promise<Response> {
    return Response.json(await probe((await request.json()) as Settings))
  },
}
