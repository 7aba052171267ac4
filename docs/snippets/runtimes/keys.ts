declare const env: Readonly<Record<string, string | undefined>>

// #region keys
import { keysFromEnv } from '@sallyport/core/keys'

export const keys = keysFromEnv({ env }) // SALLYPORT_KEYS among the bindings, as a secret
// #endregion keys
