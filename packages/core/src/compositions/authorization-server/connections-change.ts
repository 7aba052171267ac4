/** What a person wants to end. */
export type Change =
  | { readonly kind: 'client'; readonly clientId: string }
  | { readonly kind: 'session'; readonly sessionId: string }
  | { readonly kind: 'everything' }
  | { readonly kind: 'sign_out' }

const BUTTONS: readonly string[] = ['end_client', 'end_session', 'end_everything', 'sign_out']

/** All that the form of the page sends. */
export const CHANGE_PARAMETERS: readonly string[] = ['token', ...BUTTONS]

/** The button that was pressed; `undefined` for none and for several: what is ended cannot be guessed. */
export function readChange(form: ReadonlyMap<string, string>): Change | undefined {
  const [button, ...others] = BUTTONS.filter((name) => form.has(name))
  if (button === undefined || others.length > 0) return undefined
  const value = form.get(button) ?? ''
  switch (button) {
    case 'end_client':
      return { kind: 'client', clientId: value }
    case 'end_session':
      return { kind: 'session', sessionId: value }
    case 'end_everything':
      return { kind: 'everything' }
    default:
      return { kind: 'sign_out' }
  }
}
