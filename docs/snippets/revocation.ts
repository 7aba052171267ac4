import type { Sallyport } from '@sallyport/core'

// #region revoke
export async function signOut(sallyport: Sallyport, grantId: string, subject: string, clientId: string) {
  await sallyport.revoke({ grantId }) // one grant, with all its tokens
  await sallyport.revoke({ subject }) // everything of a person
  await sallyport.revoke({ clientId }) // everything of a client
}
// #endregion revoke
