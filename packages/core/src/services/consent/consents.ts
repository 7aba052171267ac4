import * as z from 'zod/mini'
import { parseOptions, systemRuntime, type Runtime } from '../../foundation/index.js'
import { cookieWith, liveApprovals } from './browser-approvals.js'
import { deleteAgreements, listAgreements, readAgreement, storeAgreement } from './records.js'
import type { ConsentContext, Consents, ConsentsOptions } from './types.js'

const DAY_MS = 86_400_000
/** F-17: no cookie of ours lives longer. */
const MAX_BROWSER_LIFETIME_MS = 7_200_000

const Options = z.strictObject({
  issuer: z.url(),
  records: z.custom<ConsentsOptions['records']>(),
  cookieSealer: z.custom<ConsentsOptions['cookieSealer']>(),
  lifetimeMs: z._default(z.int().check(z.positive()), DAY_MS),
  browserLifetimeMs: z._default(
    z.int().check(z.positive(), z.maximum(MAX_BROWSER_LIFETIME_MS)),
    MAX_BROWSER_LIFETIME_MS,
  ),
})

/**
 * Creates the register of consent: kept on the server for each person, client, redirect, resource and set of scopes,
 * and usable only from a browser in which that person has approved.
 *
 * Source: PX-03, PX-04, PX-10…PX-14, F-15, F-17.
 *
 * @throws {ConfigError} for an option that is unknown or out of range
 * @example
 * ```ts
 * import { createConsents, type ConsentsOptions } from '@sallyport/core/consent'
 *
 * declare const options: ConsentsOptions
 * const consents = createConsents(options)
 * console.log(await consents.approvalsOf(null)) // []
 * ```
 */
export function createConsents(options: ConsentsOptions, runtime: Runtime = systemRuntime): Consents {
  const consents: ConsentContext = { ...parseOptions('createConsents', Options, options), runtime }
  return Object.freeze<Consents>({
    approvalsOf: (cookieHeader) => liveApprovals(consents, cookieHeader),
    async store(agreement, cookieHeader) {
      const consentId = await storeAgreement(consents, agreement)
      return cookieWith(consents, cookieHeader, { subject: agreement.subject, consentId })
    },
    isLive: async (consentId) => (await readAgreement(consents, consentId)) !== undefined,
    listBySubject: (subject) => listAgreements(consents, { subject }),
    endAll: (of) => deleteAgreements(consents, of),
    async withdraw(subject, clientId, grants) {
      // Consent first: otherwise a flow that skips the page could open a new grant behind us.
      await deleteAgreements(consents, { subject, clientId })
      const ended = (await grants.listBySubject(subject)).filter((grant) => grant.clientId === clientId)
      for (const { grantId } of ended) await grants.revoke(grantId, 'consent')
      return ended.length
    },
  })
}
