/** English texts of the pages with a question or a list, and of what all pages share. Words in braces are filled in and must stay. */
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
  unnamedAccount: 'An account without a name',
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
  connectionsTabTitle: 'Connected apps',
  connectionsHeading: 'Connected apps',
  connectionsLead:
    'These apps can act in your name. They chose their names themselves; the address below each name is where it takes you.',
  connectionsNone: 'No app can act in your name here.',
  /** Below the name of an app on the web. */
  connectionTarget: 'Takes you to {host}',
  connectedSince: 'Connected',
  /** What counts as a use is said in `lastUseNote`. */
  lastUse: 'Last use',
  lastUseNote:
    'Last use is when the app last renewed its access or was seen in a session. What it did since then is not recorded here.',
  notConnected: 'Not connected now. You allowed it recently, so it may connect again without asking you.',
  utcTime: '{time} UTC',
  sessionsHeading: 'Open sessions',
  sessionTimes: 'Opened {opened}, last used {used}',
  endSession: 'End session',
  endAccess: 'End access',
  /** In place of `endAccess` for an app that is not connected. */
  askNextTime: 'Ask me next time',
  endAccessNote: 'When you end access, it is over at once. The app can ask you again.',
  endEverything: 'End everything',
  endEverythingWarning:
    'All apps lose their access, all their sessions end, and you are signed out of this page in every browser, at once. Apps can ask you again.',
  confirmEndEverything: 'Yes, end everything',
  signOut: 'Sign out',
  signedOutHeading: 'You are signed out',
  signedOutLead: 'Sign in again to see which apps can act in your name.',
  signIn: 'Sign in',
  confirmTabTitle: 'Confirm {tool}?',
  confirmHeading: 'Let {client} do this in your name?',
  confirmLead:
    'This tool is sensitive, so it waits for you. Allow it only if you asked for exactly this, a moment ago.',
  confirmTool: 'Tool',
  confirmArguments: 'With exactly these arguments',
  confirmNoArguments: 'Without any arguments.',
  /** Below arguments in which something was written as its code point. */
  confirmUnseen: 'Characters that cannot be seen, or that pass for others, are written as ⟨U+…⟩.',
  confirmOnce: 'Allow once',
  confirmDecline: 'Decline',
  /** Below the buttons. */
  confirmEnds: 'Open until {time}. What you allow happens once, and with these arguments only.',
  confirmedHeading: 'Allowed once',
  confirmedLead: 'Go back to the app. It can do this now, once, with exactly the arguments you saw.',
  confirmUsedHeading: 'This was allowed, and used',
  confirmUsedLead: 'The app has made use of what you allowed. To do it again, it has to ask you again.',
  declinedHeading: 'Declined',
  declinedLead: 'Nothing was done. You can close this page.',
  /** Above the advice on an error page. */
  adviceHeading: 'What you can do',
  returnTo: 'Return to {host}',
  supportHeading: 'For support',
  errorCodeLabel: 'Error',
  requestIdLabel: 'Request',
})

/** Every text of the pages except those of the problems, as plain text. */
export type PageTexts = { readonly [Key in keyof typeof ENGLISH]: string }
