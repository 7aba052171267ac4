/** English texts of the consent page and of what all pages share. Words in braces are filled in and must stay. */
export const ENGLISH = Object.freeze({
  /** Shown beside the logo when no `title` is set. */
  title: 'Access request',
  /** Title of the browser tab. */
  consentTabTitle: 'Allow {client}?',
  consentHeading: 'Allow {client} to use {resource}?',
  /** Under the heading, when the person will sign in after approving. */
  consentLead: 'The app chose this name itself. Check the address below, and go on only if you started this.',
  /** Under the heading, when somebody has signed in already. */
  accountLead: 'This account has not approved the app yet. The app chose its name itself: check the address below.',
  accountLabel: 'Signed in as',
  unnamedClient: 'An app without a name',
  redirectLabel: 'You will be sent back to',
  /** Below the host of a loopback address. */
  loopbackTarget: 'A program on this device',
  /** Below the scheme of a private-use address. */
  privateUseTarget: 'An app on this device that opens “{scheme}” links',
  /** Below a host that is written in `xn--` form. */
  internationalHost: 'Also written {host}',
  loopbackHeading: 'Any program on this device could be asking',
  loopbackWarning:
    'The address belongs to no website, so nobody can prove who is behind it. Allow this only if you started it yourself, on this device, a moment ago.',
  privateUseHeading: 'Another app could answer instead',
  privateUseWarning:
    'Any app installed on this device can claim “{scheme}” links. Allow this only if you started it yourself, on this device, a moment ago.',
  scopesHeading: 'It will be able to',
  noScopes: 'It asks for no particular permission.',
  /** Description of `offline_access`. */
  offline: 'Stay connected when you are away',
  approve: 'Allow',
  deny: 'Deny',
  /** Below the buttons, when the person will sign in after approving. */
  nextStep: 'If you allow this, you sign in next. Nothing is shared before that.',
  detailsHeading: 'Details',
  resourceLabel: 'Server',
  publisherLabel: 'App published at',
  websiteLabel: 'Website, as the app states it',
  redirectUriLabel: 'Full return address',
  clientIdLabel: 'Client ID',
  /** Above the advice on an error page. */
  adviceHeading: 'What you can do',
  returnTo: 'Return to {host}',
  supportHeading: 'For support',
  errorCodeLabel: 'Error',
  requestIdLabel: 'Request',
})

/** Every text of the pages except those of the problems, as plain text. */
export type PageTexts = { readonly [Key in keyof typeof ENGLISH]: string }
