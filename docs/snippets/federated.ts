import { oidcUpstream } from '@sallyport/core'

// #region upstream
const upstream = oidcUpstream({
  issuer: 'https://login.example.com',
  clientId: 'notes',
  clientSecret: process.env['CLIENT_SECRET'],
  formActionOrigins: ['https://sso.customer.example'],
  apiOrigins: ['https://api.example.com'],
})
// #endregion upstream
console.log(upstream.issuer)
