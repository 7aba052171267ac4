export { confirmSensitive } from './confirm-sensitive.js'
export type { ConfirmationSource } from './call.js'
export type { ConfirmedBy, ConfirmOptions, ToolConfirmation } from './options.js'
