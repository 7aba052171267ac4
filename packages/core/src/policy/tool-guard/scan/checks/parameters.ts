import { nameWords, words } from '../plain.js'
import { STRUCTURE_RULES } from '../rules/structure-rules.js'
import type { ScanFinding } from '../types.js'
import { finding, isObject, textOf, type Json } from './definition.js'

/** Names that a model understands as “put your context here”. */
const CONTEXT =
  / (?:(?:conversation|chat|message|dialogue|prompt) (?:history|log|transcript|context|messages)|(?:full|entire|whole|complete) (?:conversation|context|chat|transcript)|chat messages|system prompt|system message|previous (?:messages|prompts)|(?:available|all|other|known) tools?(?: list| names)?|tools list|(?:all )?(?:previous|other|prior) tool (?:results|outputs|calls)|(?:reasoning|thought|thinking) (?:trace|chain|log)|chain of thought|chat history|context window|agent memory|env(?:ironment)? (?:vars|variables|dump)|process env|ssh (?:private )?key|private ssh key|keychain|browser cookies|clipboard contents?) $/

const CREDENTIAL =
  / (?:password|passwd|pwd|passphrase|seed phrase|mnemonic|recovery phrase|private key|secret key|secret access key|access token|refresh token|session cookie|credit card(?: number)?|card number|cvv|cvc|ssn|social security number|otp|totp code|api key|pin code|auth(?:entication)? token|bearer token) $/

/** Several at once, or what proves who somebody is: no purpose needs them from a model. */
const HOARD =
  / (?:(?:all|every|found|user|users|my|available|local) (?:\w+ )?(?:keys|tokens|secrets|credentials|passwords|cookies|env|variables)|api keys|auth tokens|access tokens|passwords|env secrets|private keys|(?:full|complete) (?:credit )?card(?: number| details)?|card (?:cvc|cvv|pin|details)|(?:security|card) code cvc|(?:mother s?|mothers?) ?maiden name|maiden name|(?:online )?bank(?:ing)? (?:password|pin|login|credentials)|(?:email|mail|gmail|wallet|master|sudo|root|login|keychain) (?:password|passphrase|pin)|(?:security|secret) (?:answer|question answer)s?|(?:two factor|2fa|mfa|sms|verification) code|cvc2?|cvv2?) $/

/** Of these, what even a login or a payment does not ask a model for. */
const GRAVEST =
  / (?:all \w* ?(?:keys|tokens|secrets|credentials|passwords)|maiden name|bank(?:ing)? (?:password|pin)|(?:email|mail|gmail) password) $/

/** Where such things are to be taken from. */
const WHEREVER =
  / (?:(?:available|found|present|set|stored|defined|visible|loaded) (?:\w+ )?(?:in|on|from) (?:the |your |this )?(?:env\w*|machine|system|disk|config\w*|keychain|workspace|context|browser|shell|session)|from (?:the |your )?(?:env\w*|keychain|browser|shell)|environment variables|every (?:key|token|secret)|all (?:\w+ )?(?:keys|tokens|secrets|credentials|passwords)) /

const SECRETS_NAMED = / (?:keys?|tokens?|secrets?|credentials?|passwords?|cookies) $/

/** The same, as descriptions say it. */
const CREDENTIAL_SAID =
  / (?:password|passwords|passphrase|passcode|seed phrase|recovery phrase|mnemonic|private keys?|card number|cvv|cvc|digits on the back|social security number|one time (?:code|password)|session cookies?|cookie header) /

/** Purposes for which the parameter is honest. */
const CONVERSES =
  / (?:chat|llm|model|models|completion\w*|prompt\w*|assistant\w*|agent\w*|conversation\w*|message\w*|think\w*|thought\w*|reasoning|deploy\w*|container\w*|process\w*|build|function|environment|app|server|command|tool|tools|ssh|clipboard|browser) /
const AUTHENTICATES =
  / (?:auth\w*|log ?in|sign ?in|sign ?up|account\w*|user|users|credential\w*|connect\w*|database|password\w*|secret\w*|token\w*|key|keys|api|wallet|signing|signature\w*|payment\w*|pay|card|cards|charge|ssh|server|encrypt\w*|decrypt\w*|pdf|form|register|config\w*|session\w*|webhook\w*|integration\w*|proxy|provider|deploy\w*|certificate\w*) /

const SECRET_FORMS = /sk-|AKIA|ghp_|xox[bp]|-----BEGIN|AIza|glpat-/

const AWAY =
  / (?:bcc|cc|forward to|callback url|callback|webhook|webhook url|notify url|report to|mirror|endpoint|upload url) $/
const SAFEGUARD =
  / (?:skip confirmation|skip confirm|no confirm|force|auto approve|auto confirm|bypass\w* \w+|disable safety|unsafe|silent) $/

/** Everything there is on a machine. */
const WHOLE_DISK =
  /^(?:\/|~\/?|[a-z]:[\\/]?|(?:\/|~\/|[a-z]:[\\/])\*{1,2}(?:[\\/]\*{1,2})?|\/(?:home|root|Users|etc)\/?|\$HOME\/?)$/i

/** Schemas below `properties`, wherever they are, with their names. */
function* properties(schema: unknown): Generator<{ name: string; path: string; schema: Json }> {
  const pending: { value: unknown; path: string }[] = [{ value: schema, path: '/inputSchema' }]
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { value, path } = next
    if (Array.isArray(value)) value.forEach((inner, index) => pending.push({ value: inner, path: `${path}/${index}` }))
    else if (isObject(value)) {
      for (const [key, inner] of Object.entries(value)) {
        const place = `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`
        if (path.endsWith('/properties') && isObject(inner)) yield { name: key, path: place, schema: inner }
        pending.push({ value: inner, path: place })
      }
    }
  }
}

/** Arguments of a prompt: people fill them in, or a model for them. */
export function* checkArguments(prompt: Json): Generator<ScanFinding> {
  const list = prompt['arguments']
  if (!Array.isArray(list)) return
  const purpose = purposeOf(prompt)
  for (const [index, argument] of list.entries()) {
    if (isObject(argument)) yield* checkName(textOf(argument['name']), `/arguments/${index}`, purpose)
  }
}

interface Purpose {
  readonly converses: boolean
  readonly authenticates: boolean
  readonly destroys: boolean
}

function purposeOf(definition: Json): Purpose {
  const said = `${nameWords(textOf(definition['name']))}${words(textOf(definition['description']).slice(0, 600))}`
  return {
    converses: CONVERSES.test(said),
    authenticates: AUTHENTICATES.test(said),
    destroys: / (?:delete|remove|drop|destroy|wipe|purge|push|transfer|reset) /.test(said),
  }
}

/** Deep inside of a configuration, a credential is one of what is configured. */
const isNested = (path: string): boolean => path.split('/properties/').length > 2

/** Operations named like what they work on. */
const OPERATION = /^ (?:get|list|set|delete|upsert|update|include|show|with|has|is) /

function* checkName(name: string, path: string, { converses, authenticates }: Purpose): Generator<ScanFinding> {
  const named = nameWords(name)
  if (CONTEXT.test(named) && !OPERATION.test(named)) {
    yield finding(STRUCTURE_RULES['exfiltration-parameter'], path, name, { severity: converses ? 'low' : 'high' })
  }
  const hoarded = HOARD.test(named) && !isNested(path)
  if (CREDENTIAL.test(named) || hoarded) {
    yield finding(STRUCTURE_RULES['credential-parameter'], path, name, {
      severity: (authenticates || isNested(path)) && !GRAVEST.test(named) ? 'low' : 'medium',
    })
  }
}

/** Parameters by their names, defaults and patterns. */
export function* checkParameters(tool: Json): Generator<ScanFinding> {
  const purpose = purposeOf(tool)
  for (const { name, path, schema } of properties(tool['inputSchema'])) {
    const named = nameWords(name)
    yield* checkName(name, path, purpose)
    const described = words(textOf(schema['description']).slice(0, 300))
    if (SECRETS_NAMED.test(named) && WHEREVER.test(described) && !AWAY.test(named)) {
      yield finding(STRUCTURE_RULES['exfiltration-parameter'], path, name)
    }
    const said = textOf(schema['description']).slice(0, 100)
    if (CREDENTIAL_SAID.test(words(said)) && !purpose.authenticates && !isNested(path)) {
      yield finding(STRUCTURE_RULES['credential-parameter'], `${path}/description`, said)
    }
    const preset = schema['default']
    if (typeof preset === 'string' && AWAY.test(named) && /@|^https?:\/\/(?!localhost|127\.)/.test(preset)) {
      yield finding(STRUCTURE_RULES['hostile-default'], `${path}/default`, preset)
    }
    if (preset === true && SAFEGUARD.test(named)) {
      yield finding(STRUCTURE_RULES['hostile-default'], `${path}/default`, name, {
        severity: purpose.destroys ? 'medium' : 'low',
      })
    }
    if (
      typeof preset === 'string' &&
      WHOLE_DISK.test(preset) &&
      (purpose.destroys ||
        /^ (?:\w+ )?(?:upload|share|send|sync|publish|backup) /.test(nameWords(textOf(tool['name']))))
    ) {
      yield finding(STRUCTURE_RULES['hostile-default'], `${path}/default`, preset, { severity: 'high' })
    }
    const pattern = textOf(schema['pattern'])
    if (SECRET_FORMS.test(pattern)) yield finding(STRUCTURE_RULES['secret-pattern'], `${path}/pattern`, pattern)
  }
}
