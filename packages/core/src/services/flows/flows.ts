import * as z from 'zod/mini'
import { cookieRules, parseOptions, systemRuntime, type Runtime } from '../../foundation/index.js'
import { ensureBrowser } from './browser.js'
import { consumeForm, openForm, sealForm } from './form.js'
import { hold, takeHeld } from './held.js'
import { begin, resume } from './pending.js'
import type { FlowContext, Flows, FlowsOptions } from './types.js'

/** PX-22, F-16: no pending authorization lives longer. */
const MAX_LIFETIME_MS = 600_000

const Options = z.strictObject({
  issuer: z.url(),
  records: z.custom<FlowsOptions['records']>(),
  cookieSealer: z.custom<FlowsOptions['cookieSealer']>(),
  formSealer: z.custom<FlowsOptions['formSealer']>(),
  vaultSealer: z.custom<FlowsOptions['vaultSealer']>(),
  lifetimeMs: z._default(z.int().check(z.positive(), z.maximum(MAX_LIFETIME_MS)), MAX_LIFETIME_MS),
  skewMs: z._default(z.int().check(z.nonnegative()), 30_000),
})

/**
 * Creates the keeper of pending authorizations.
 *
 * Source: PX-17…PX-23, F-15, F-16, F-17; RFC 9700 §4.7.
 *
 * @throws {ConfigError} for an option that is unknown or out of range
 * @example
 * ```ts
 * import { createFlows, type FlowsOptions } from '@sallyport/core/flows'
 *
 * declare const options: FlowsOptions
 * const flows = createFlows(options)
 * const { secret, setCookie } = await flows.browser(null)
 * console.log(secret.length, setCookie?.startsWith('__Host-')) // 43 true
 * ```
 */
export function createFlows(options: FlowsOptions, runtime: Runtime = systemRuntime): Flows {
  const parsed = parseOptions('createFlows', Options, options)
  const flows: FlowContext = { ...parsed, cookies: cookieRules(parsed.issuer), runtime }
  return Object.freeze<Flows>({
    browser: (cookieHeader) => ensureBrowser(flows, cookieHeader),
    sealForm: (request, browserSecret, heldId) => sealForm(flows, request, browserSecret, heldId),
    openForm: (sealed, cookieHeader) => openForm(flows, sealed, cookieHeader),
    consumeForm: (form) => consumeForm(flows, form),
    begin: (request, basis, cookieHeader) => begin(flows, { request, basis }, cookieHeader),
    beginOwn: (cookieHeader, confirmationId) => begin(flows, { own: true, confirmationId }, cookieHeader),
    resume: (state, cookieHeader) => resume(flows, state, cookieHeader),
    hold: (answer, subject) => hold(flows, answer, subject),
    takeHeld: (heldId) => takeHeld(flows, heldId),
  })
}
