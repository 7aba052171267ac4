/**
 * A kind of secret. The members are those of a rule of gitleaks, so its rules can be passed as they are: both match with
 * RE2.
 */
export interface SecretRule {
  /** Stands in the text instead of the secret, and in the counts: letters, digits and `-`. */
  readonly id: string
  /** In the syntax of RE2. The first group that matched is the secret, or all of it without groups. */
  readonly regex: string
  /** In lower case: without one of them in the text the rule is not tried. Default: it always is. */
  readonly keywords?: readonly string[]
}

/**
 * What stands before a token: nothing, no letter, or an escape that ends in one, as in JSON (`\\n`), in URLs (`%3D`) and in
 * the colours of terminals (`ESC [31m`).
 */
const start = (word: string) =>
  `(?:\\A|[^${word}]|\\\\[bfnrt]|\\\\u[0-9A-Fa-f]{4}|%[0-9A-Fa-f]{2}|\\x1b\\[[0-9;]{0,20}m)`
const START = start('A-Za-z0-9')

const TOKEN_END = '(?:[^A-Za-z0-9_-]|\\z)'

/** Tokens that begin with what their issuer gave them for being found. */
const prefixed = (id: string, prefix: string, rest: string): SecretRule => ({
  id,
  regex: `${start('A-Za-z0-9_')}(${prefix}${rest})`,
  keywords: [/^[a-z0-9_-]+/i.exec(prefix)?.[0].toLowerCase() ?? ''],
})

const WORD = '[A-Za-z0-9]'
const URL_WORD = '[A-Za-z0-9_-]'

/** What can be told from other text by its form alone. */
export const BUILT_IN: readonly SecretRule[] = [
  {
    // A key that was cut off is a key: to the end of the text then (RFC 7468; RFC 9580 §6.2 for BLOCK).
    id: 'private-key',
    regex:
      '(?s)-----BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----.*?(?:-----END (?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----|\\z)',
    keywords: ['private key'],
  },
  {
    id: 'jwt',
    // A JWE that is encrypted with its key itself has an empty second part (RFC 7516 §5.1).
    regex: `${start('A-Za-z0-9_-')}(eyJ${URL_WORD}{10,}\\.(?:${URL_WORD}{10,}(?:\\.${URL_WORD}*){1,3}|(?:\\.${URL_WORD}{10,}){3}))`,
    keywords: ['eyj'],
  },
  {
    // The password of `scheme://user:password@host` (RFC 3986 §3.2.1), to the last `@`: many forget to encode theirs.
    id: 'url-password',
    regex: '[A-Za-z][A-Za-z0-9+.-]{1,20}://[^\\s:/?#"\'<>]{0,200}:([^\\s/"\'<>]{1,900})@',
    keywords: ['://'],
  },
  {
    id: 'authorization-header',
    regex:
      '(?i)(?:authorization|x-api-key)\\\\{0,3}["\']?\\s{0,4}[:=]\\s{0,4}\\\\{0,3}["\']?(?:(?:bearer|basic|dpop|token)\\s{1,4})?([A-Za-z0-9._~+/=-]{8,})',
    keywords: ['authorization', 'x-api-key'],
  },
  prefixed('sallyport-token', '(?:srt|sac|scs)_', `${URL_WORD}{20,}`),
  {
    id: 'aws-access-key-id',
    regex: `${START}((?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16})${TOKEN_END}`,
    keywords: ['akia', 'asia', 'abia', 'acca'],
  },
  {
    id: 'aws-secret-key',
    // Also as AWS STS answers: SecretAccessKey.
    regex:
      '(?i)(?:aws.{0,20}?secret.{0,20}?|secret_?access_?key)\\\\{0,3}["\']?\\s{0,4}[:=]\\s{0,4}\\\\{0,3}["\']?([A-Za-z0-9/+=]{40})',
    keywords: ['secret'],
  },
  prefixed('google-api-key', 'AIza', `${URL_WORD}{35}`),
  prefixed('google-oauth-secret', 'GOCSPX-', `${URL_WORD}{28}`),
  prefixed('google-access-token', 'ya29\\.', `${URL_WORD}{20,}`),
  {
    id: 'azure-client-secret',
    regex: `${start('A-Za-z0-9_~.-')}([A-Za-z0-9_~.-]{3}[0-9]Q~[A-Za-z0-9_~.-]{31,34})`,
    keywords: ['q~'],
  },
  {
    id: 'azure-storage-key',
    regex: '(?i)(?:accountkey|sharedaccesskey)\\s{0,2}=\\s{0,2}([A-Za-z0-9+/]{40,}={0,2})',
    keywords: ['accountkey', 'sharedaccesskey'],
  },
  { id: 'azure-sas', regex: '(?i)[?&]sig=([A-Za-z0-9%/+]{40,}(?:%3d|=)?)', keywords: ['sig='] },
  {
    id: 'github-token',
    regex: `${start('A-Za-z0-9_')}(gh[pousr]_${WORD}{36,})`,
    keywords: ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'],
  },
  prefixed('github-pat', 'github_pat_', '[A-Za-z0-9_]{22,}'),
  prefixed('gitlab-token', 'gl(?:pat|dt|rt|ptt|ft|imt|cbt|soat|oas)-', '[A-Za-z0-9_.-]{20,}'),
  {
    id: 'slack-token',
    regex: `${START}(xox[abeoprs]-[A-Za-z0-9-]{10,}|xapp-[A-Za-z0-9-]{20,})`,
    keywords: ['xox', 'xapp-'],
  },
  {
    id: 'slack-webhook',
    regex: 'hooks\\.slack\\.com/(?:services|workflows|triggers)/([A-Za-z0-9/_-]{20,})',
    keywords: ['hooks.slack.com'],
  },
  {
    id: 'stripe-key',
    regex: `${START}((?:sk|rk)_(?:live|test)_${WORD}{16,}|whsec_[A-Za-z0-9+/=]{16,})`,
    keywords: ['sk_', 'rk_', 'whsec_'],
  },
  prefixed('npm-token', 'npm_', `${WORD}{36}`),
  prefixed('pypi-token', 'pypi-', `${URL_WORD}{50,}`),
  prefixed('anthropic-key', 'sk-ant-', `${URL_WORD}{20,}`),
  { id: 'openai-key', regex: `${START}(sk-(?:proj-|svcacct-|admin-)?${URL_WORD}{32,})`, keywords: ['sk-'] },
  prefixed('huggingface-token', 'hf_', `${WORD}{30,}`),
  prefixed('sendgrid-key', 'SG\\.', `${URL_WORD}{16,}\\.${URL_WORD}{16,}`),
  prefixed('digitalocean-token', 'do[opr]_v1_', '[a-f0-9]{64}'),
  prefixed('databricks-token', 'dapi', '[a-f0-9]{32}'),
  prefixed('doppler-token', 'dp\\.(?:pt|st|ct|sa)\\.', '[A-Za-z0-9._]{40,}'),
  prefixed('shopify-token', 'shp(?:at|ca|pa|ss)_', '[a-fA-F0-9]{32}'),
  prefixed('linear-key', 'lin_api_', `${WORD}{32,}`),
  prefixed('vault-token', 'hv[sbr]\\.', `${URL_WORD}{24,}`),
  prefixed('age-key', 'AGE-SECRET-KEY-1', '[A-Z0-9]{58}'),
  prefixed('grafana-token', 'gl(?:sa|c)_', '[A-Za-z0-9+/_=]{32,}'),
  prefixed('docker-token', 'dckr_(?:pat|oat)_', `${URL_WORD}{24,}`),
  prefixed('atlassian-token', 'ATATT3', '[A-Za-z0-9_=-]{150,}'),
  prefixed('notion-token', 'ntn_', `${WORD}{40,}`),
  prefixed('figma-token', 'figd_', `${URL_WORD}{36,}`),
  prefixed('postman-key', 'PMAK-', '[a-f0-9]{24}-[a-f0-9]{34}'),
  prefixed('supabase-token', 'sb(?:p|_secret)_', `${URL_WORD}{22,}`),
  prefixed('planetscale-token', 'pscale_(?:tkn|oauth|pw)_', '[A-Za-z0-9_.=-]{32,}'),
  prefixed('groq-key', 'gsk_', `${WORD}{48,}`),
  prefixed('xai-key', 'xai-', `${WORD}{70,}`),
  prefixed('rubygems-key', 'rubygems_', '[a-f0-9]{48}'),
  prefixed('newrelic-key', 'NRAK-', '[A-Z0-9]{27}'),
  prefixed('terraform-token', '', `${WORD}{14}\\.atlasv1\\.${URL_WORD}{60,}`),
  prefixed('telegram-token', '', '[0-9]{8,10}:AA[A-Za-z0-9_-]{33}'),
]
