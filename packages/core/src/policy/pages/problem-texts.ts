import type { Problem } from './types.js'

/** Texts of one kind of error page. */
export interface ProblemTexts {
  readonly heading: string
  /** What happened, and what it means for the person. */
  readonly message: string
  /** What the person can do now. */
  readonly advice: string
}

/** English texts of the error pages. */
export const ENGLISH_PROBLEMS: Readonly<Record<Problem, ProblemTexts>> = Object.freeze({
  client_unknown: {
    heading: 'This server does not know the app',
    message: 'The app that sent you here is not registered, or its registration has run out. Nothing was shared.',
    advice:
      'Go back to the app and connect again. If that does not help, remove this connection in the app and add it anew.',
  },
  redirect_uri_invalid: {
    heading: 'The return address does not match',
    message:
      'You were to be sent back to an address that the app has not registered. That may be a mistake, or an attempt to steal your access. Nothing was shared.',
    advice: 'Close this page. If you know the app, tell its makers about this message.',
  },
  request_invalid: {
    heading: 'The app’s request cannot be accepted',
    message: 'Something in it is missing or not allowed here. Nothing was shared.',
    advice: 'Go back to the app and try again. If that does not help, update the app or tell its makers.',
  },
  page_expired: {
    heading: 'This page is too old',
    message: 'For your safety, a request can be answered only for a few minutes. Nothing was shared.',
    advice: 'Go back to the app and start again.',
  },
  page_used: {
    heading: 'This request was answered already',
    message: 'Each request can be answered once. It may have happened in another tab, or with a second click.',
    advice: 'Look at the app: if it is not connected, go back one page and answer again, or start again there.',
  },
  form_untrusted: {
    heading: 'Your answer did not arrive safely',
    message: 'It did not come from the page that was shown in this browser, so it was not used. Nothing was shared.',
    advice: 'Allow cookies for this site, go back to the app and start again in this browser.',
  },
  change_untrusted: {
    heading: 'Your change did not arrive safely',
    message: 'It did not come from the page that was shown in this browser, so it was not used. Nothing has changed.',
    advice: 'Open the page of your connected apps again, and make the change there.',
  },
  change_expired: {
    heading: 'You are not signed in any more',
    message: 'For your safety, you are signed out after a while, or you signed out yourself. Nothing has changed.',
    advice: 'Open the page of your connected apps again, sign in, and repeat the change.',
  },
  confirmation_gone: {
    heading: 'There is nothing to answer here',
    message:
      'This question was answered, has run out after a few minutes, or was put to somebody else. Nothing was done here.',
    advice: 'If you are waiting for something, go back to the app and start it again there, with your own account.',
  },
  answer_untrusted: {
    heading: 'Your answer did not arrive safely',
    message: 'It did not come from the page that was shown in this browser, so it was not used. Nothing was allowed.',
    advice: 'Open the link from the app again, and answer there.',
  },
  answer_expired: {
    heading: 'You are not signed in any more',
    message: 'For your safety, you are signed out after a while, or you signed out yourself. Nothing was allowed.',
    advice: 'Open the link from the app again, sign in, and answer there.',
  },
  login_expired: {
    heading: 'Signing in took too long',
    message: 'This sign-in is not open any more, or it was started in another browser. Nothing was shared.',
    advice: 'Go back to the app and start again, all in this browser.',
  },
  login_failed: {
    heading: 'You could not be signed in',
    message: 'The sign-in service did not confirm who you are. Nothing was shared.',
    advice: 'Go back to the app and try again. If it goes on, ask whoever manages your account.',
  },
  sign_in_failed: {
    heading: 'You are not signed in',
    message: 'The sign-in service did not confirm who you are. Nothing has changed.',
    advice: 'Try again. If it goes on, ask whoever manages your account.',
  },
  login_unavailable: {
    heading: 'The sign-in service does not answer',
    message: 'It is not available at the moment. Your account and your request are fine.',
    advice: 'Wait a minute, then go back to the app and start again.',
  },
  too_many_requests: {
    heading: 'Too many attempts',
    message: 'There were more requests than this server takes in a short time.',
    advice: 'Wait a few minutes, then go back to the app and start again.',
  },
  server_error: {
    heading: 'Something went wrong on this server',
    message: 'It is not your fault, and not the app’s.',
    advice: 'Try again in a moment. If it goes on, send the request number below to whoever runs this server.',
  },
})
