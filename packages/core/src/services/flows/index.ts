/**
 * Flows: an authorization that is under way, from the page to the provider and back, in the browser where it began.
 *
 * Stops forged decisions, replayed callbacks, logins finished in somebody else's browser, and requests that change
 * between what was shown and what is sent on.
 * Source: RFC 9700 §4.7, MCP security best practices (state validation); PX-08, PX-17…PX-23, F-15…F-17.
 * A service: may import `errors`, `foundation`, `store`, `policy` and `primitives`.
 *
 * @module
 */
export { createFlows } from './flows.js'
export type {
  AuthorizationRequest,
  ConsentForm,
  FlowBasis,
  FlowLogin,
  Flows,
  FlowsOptions,
  OpenedForm,
  OwnFlow,
  PendingFlow,
  ResumedFlow,
} from './types.js'
