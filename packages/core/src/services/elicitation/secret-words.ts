/** Words that name a credential by themselves, in names and in texts. */
const SECRET_WORDS: ReadonlySet<string> = new Set(
  (
    'password passwd passphrase passcode pwd secret secrets apikey apikeys accesskey privatekey credential credentials ' +
    'cvv cvv2 cvc cvc2 otp totp pin mnemonic bearer jwt ssn ' +
    'passwort kennwort contraseña contrasena senha wachtwoord hasło heslo пароль 密码 パスワード'
  ).split(' '),
)

/** Words that do so together. */
const SECRET_PHRASES: readonly string[] = (
  'api key|access key|private key|secret key|signing key|encryption key|ssh key|access token|refresh token|id token|' +
  'auth token|session token|session id|session cookie|authorization code|auth code|verification code|security code|' +
  'recovery code|backup code|one time code|two factor code|mfa code|sms code|seed phrase|recovery phrase|client secret|' +
  'card number|credit card|debit card|card security|account number|social security|mot de passe'
).split('|')

/** `token` by itself is one; `max_tokens` and `tokens_used` are counts. */
const COUNTED = /^(?:max|min|num|number|count|total|limit|used|per|output|input)$/

/** Words of a name or text: `apiKey`, `API-KEY` and `api key` are the same two. */
function wordsOf(text: string): readonly string[] {
  return text
    .normalize('NFKC')
    .replaceAll(/\p{Default_Ignorable_Code_Point}/gu, '')
    .replaceAll(/(\p{Ll}|\p{N})(\p{Lu})/gu, '$1 $2')
    .replaceAll(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter(Boolean)
}

/** The credential that a name or text asks for, if it does. */
export function secretIn(text: string): string | undefined {
  const words = wordsOf(text)
  const single = words.find((word) => SECRET_WORDS.has(word) || SECRET_WORDS.has(word.replace(/\d+$/, '')))
  if (single !== undefined) return single
  const line = ` ${words.join(' ')} `
  const phrase = SECRET_PHRASES.find((one) => line.includes(` ${one} `) || line.includes(` ${one}s `))
  if (phrase !== undefined) return phrase
  const isToken = words.includes('token') || words.includes('tokens')
  return isToken && !words.some((word) => COUNTED.test(word)) ? 'token' : undefined
}
