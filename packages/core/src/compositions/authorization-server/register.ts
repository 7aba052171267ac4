import { OAuthError } from '../../errors/index.js'
import { parseJson } from '../../foundation/index.js'
import { jsonResponse } from '../../primitives/replies/index.js'
import { readJsonText } from './body.js'
import { jsonFailure } from './json-failure.js'
import { assertAddress, assertWithin } from './limits.js'
import type { JsonEndpoint } from './server.js'

/** `/register`, RFC 7591 §3: there only where the operator lets clients register themselves. */
export const registerEndpoint: JsonEndpoint = {
  methods: ['POST'],
  kind: 'json',
  async answer(server, request, context) {
    let handedOver = false
    try {
      await assertAddress(server, context, 'register')
      const parsed = parseJson(await readJsonText(request))
      if (!parsed.ok) throw new OAuthError('invalid_client_metadata', { reason: `metadata_${parsed.reason}` })
      assertWithin(await server.limits.debitRegistration(context.address, { requestId: context.requestId }))
      handedOver = true
      const { response } = await server.clients.register(parsed.value, context)
      return jsonResponse(201, response, { cors: true })
    } catch (thrown) {
      return jsonFailure(server, request, context, 'register', thrown, (error) =>
        // Clients record their own refusals.
        handedOver ? undefined : { kind: 'client.refused', outcome: 'refused', error },
      )
    }
  },
}
