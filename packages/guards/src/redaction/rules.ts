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
 * A rule of ours. Its source is who documents the form: a standard, or a set that is kept: rules of gitleaks
 * (`config/gitleaks.toml`), secret types of GitHub ("Supported secret scanning patterns"). There the next change is seen.
 */
export interface BuiltIn extends SecretRule {
  readonly source: string
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
const prefixed = (id: string, prefix: string, rest: string, source: string): BuiltIn => ({
  id,
  source,
  regex: `${start('A-Za-z0-9_')}(${prefix}${rest})`,
  keywords: [/^[a-z0-9_-]+/i.exec(prefix)?.[0].toLowerCase() ?? ''],
})

const WORD = '[A-Za-z0-9]'
const URL_WORD = '[A-Za-z0-9_-]'

/** What can be told from other text by its form alone. */
export const BUILT_IN: readonly BuiltIn[] = [
  {
    // A key that was cut off is a key: to the end of the text then.
    id: 'private-key',
    source: 'RFC 7468, RFC 9580 §6.2',
    regex:
      '(?s)-----BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----.*?(?:-----END (?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----|\\z)',
    keywords: ['private key'],
  },
  {
    id: 'jwt',
    source: 'RFC 7519, RFC 7516 §7.1',
    // A JWE that is encrypted with its key itself has an empty second part (RFC 7516 §5.1).
    regex: `${start('A-Za-z0-9_-')}(eyJ${URL_WORD}{10,}\\.(?:${URL_WORD}{10,}(?:\\.${URL_WORD}*){1,3}|(?:\\.${URL_WORD}{10,}){3}))`,
    keywords: ['eyj'],
  },
  {
    // The password of `scheme://user:password@host` (RFC 3986 §3.2.1), to the last `@`: many forget to encode theirs.
    id: 'url-password',
    source: 'RFC 3986 §3.2.1',
    regex: '[A-Za-z][A-Za-z0-9+.-]{1,20}://[^\\s:/?#"\'<>]{0,200}:([^\\s/"\'<>]{1,900})@',
    keywords: ['://'],
  },
  {
    id: 'authorization-header',
    source: 'RFC 9110 §11.6.2, RFC 6750 §2.1',
    regex:
      '(?i)(?:authorization|x-api-key)\\\\{0,3}["\']?\\s{0,4}[:=]\\s{0,4}\\\\{0,3}["\']?(?:(?:bearer|basic|dpop|token)\\s{1,4})?([A-Za-z0-9._~+/=-]{8,})',
    keywords: ['authorization', 'x-api-key'],
  },
  prefixed('sallyport-token', '(?:srt|sac|scs)_', `${URL_WORD}{20,}`, '@sallyport/core'),
  {
    id: 'aws-access-key-id',
    source: 'gitleaks: aws-access-token',
    regex: `${START}((?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16})${TOKEN_END}`,
    keywords: ['akia', 'asia', 'abia', 'acca'],
  },
  {
    id: 'aws-secret-key',
    source: 'GitHub: aws_secret_access_key',
    // Also as AWS STS answers: SecretAccessKey.
    regex:
      '(?i)(?:aws.{0,20}?secret.{0,20}?|secret_?access_?key)\\\\{0,3}["\']?\\s{0,4}[:=]\\s{0,4}\\\\{0,3}["\']?([A-Za-z0-9/+=]{40})',
    keywords: ['secret'],
  },
  prefixed('google-api-key', 'AIza', `${URL_WORD}{35}`, 'GitHub: google_api_key'),
  prefixed('google-oauth-secret', 'GOCSPX-', `${URL_WORD}{28}`, 'GitHub: google_oauth_client_secret'),
  prefixed('google-access-token', 'ya29\\.', `${URL_WORD}{20,}`, 'GitHub: google_oauth_access_token'),
  {
    id: 'azure-client-secret',
    source: 'gitleaks: azure-ad-client-secret',
    regex: `${start('A-Za-z0-9_~.-')}([A-Za-z0-9_~.-]{3}[0-9]Q~[A-Za-z0-9_~.-]{31,34})`,
    keywords: ['q~'],
  },
  {
    id: 'azure-storage-key',
    source: 'GitHub: azure_storage_account_key',
    regex: '(?i)(?:accountkey|sharedaccesskey)\\s{0,2}=\\s{0,2}([A-Za-z0-9+/]{40,}={0,2})',
    keywords: ['accountkey', 'sharedaccesskey'],
  },
  {
    id: 'azure-sas',
    source: 'GitHub: azure_sas_token',
    regex: '(?i)[?&]sig=([A-Za-z0-9%/+]{40,}(?:%3d|=)?)',
    keywords: ['sig='],
  },
  {
    id: 'github-token',
    source: 'gitleaks: github-pat',
    regex: `${start('A-Za-z0-9_')}(gh[pousr]_${WORD}{36,})`,
    keywords: ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'],
  },
  prefixed('github-pat', 'github_pat_', '[A-Za-z0-9_]{22,}', 'gitleaks: github-fine-grained-pat'),
  prefixed(
    'gitlab-token',
    'gl(?:pat|dt|rt|ptt|ft|imt|cbt|soat|oas|agent|ffct)-',
    '[A-Za-z0-9_.-]{20,}',
    'gitleaks: gitlab-pat',
  ),
  {
    id: 'slack-token',
    source: 'gitleaks: slack-bot-token',
    regex: `${START}(xox[abeoprs]-[A-Za-z0-9-]{10,}|xapp-[A-Za-z0-9-]{20,})`,
    keywords: ['xox', 'xapp-'],
  },
  {
    id: 'slack-webhook',
    source: 'gitleaks: slack-webhook-url',
    regex: 'hooks\\.slack\\.com/(?:services|workflows|triggers)/([A-Za-z0-9/_-]{20,})',
    keywords: ['hooks.slack.com'],
  },
  {
    id: 'stripe-key',
    source: 'gitleaks: stripe-access-token',
    regex: `${START}((?:sk|rk)_(?:live|test)_${WORD}{16,}|whsec_[A-Za-z0-9+/=]{16,})`,
    keywords: ['sk_', 'rk_', 'whsec_'],
  },
  prefixed('npm-token', 'npm_', `${WORD}{36}`, 'gitleaks: npm-access-token'),
  prefixed('pypi-token', 'pypi-', `${URL_WORD}{50,}`, 'gitleaks: pypi-upload-token'),
  prefixed('anthropic-key', 'sk-ant-', `${URL_WORD}{20,}`, 'gitleaks: anthropic-api-key'),
  {
    id: 'openai-key',
    source: 'gitleaks: openai-api-key',
    regex: `${START}(sk-(?:proj-|svcacct-|admin-)?${URL_WORD}{32,})`,
    keywords: ['sk-'],
  },
  prefixed('huggingface-token', 'hf_', `${WORD}{30,}`, 'gitleaks: huggingface-access-token'),
  prefixed('sendgrid-key', 'SG\\.', `${URL_WORD}{16,}\\.${URL_WORD}{16,}`, 'gitleaks: sendgrid-api-token'),
  prefixed('digitalocean-token', 'do[opr]_v1_', '[a-f0-9]{64}', 'GitHub: digitalocean_personal_access_token'),
  prefixed('databricks-token', 'dapi', '[a-f0-9]{32}', 'GitHub: databricks_token'),
  prefixed('doppler-token', 'dp\\.(?:pt|st|ct|sa)\\.', '[A-Za-z0-9._]{40,}', 'GitHub: doppler_personal_token'),
  prefixed('shopify-token', 'shp(?:at|ca|pa|ss)_', '[a-fA-F0-9]{32}', 'gitleaks: shopify-access-token'),
  prefixed('linear-key', 'lin_api_', `${WORD}{32,}`, 'gitleaks: linear-api-key'),
  prefixed('vault-token', 'hv[sbr]\\.', `${URL_WORD}{24,}`, 'gitleaks: vault-service-token'),
  prefixed('age-key', 'AGE-SECRET-KEY-1', '[A-Z0-9]{58}', 'gitleaks: age-secret-key'),
  prefixed('grafana-token', 'gl(?:sa|c)_', '[A-Za-z0-9+/_=]{32,}', 'gitleaks: grafana-service-account-token'),
  prefixed('docker-token', 'dckr_(?:pat|oat)_', `${URL_WORD}{24,}`, 'GitHub: docker_personal_access_token'),
  prefixed('atlassian-token', 'ATATT3', '[A-Za-z0-9_=-]{150,}', 'gitleaks: atlassian-api-token'),
  prefixed('notion-token', 'ntn_', `${WORD}{40,}`, 'gitleaks: notion-api-token'),
  prefixed('figma-token', 'figd_', `${URL_WORD}{36,}`, 'GitHub: figma_pat'),
  prefixed('postman-key', 'PMAK-', '[a-f0-9]{24}-[a-f0-9]{34}', 'gitleaks: postman-api-token'),
  prefixed('supabase-token', 'sb(?:p|_secret)_', `${URL_WORD}{22,}`, 'GitHub: supabase_personal_access_token'),
  prefixed('planetscale-token', 'pscale_(?:tkn|oauth|pw)_', '[A-Za-z0-9_.=-]{32,}', 'gitleaks: planetscale-api-token'),
  prefixed('groq-key', 'gsk_', `${WORD}{48,}`, 'GitHub: groq_api_key'),
  prefixed('xai-key', 'xai-', `${WORD}{70,}`, 'GitHub: xai_api_key'),
  prefixed('rubygems-key', 'rubygems_', '[a-f0-9]{48}', 'gitleaks: rubygems-api-token'),
  prefixed('newrelic-key', 'NRAK-', '[A-Z0-9]{27}', 'gitleaks: new-relic-user-api-key'),
  prefixed('terraform-token', '', `${WORD}{14}\\.atlasv1\\.${URL_WORD}{60,}`, 'gitleaks: hashicorp-tf-api-token'),
  prefixed('telegram-token', '', '[0-9]{8,10}:AA[A-Za-z0-9_-]{33}', 'GitHub: telegram_bot_token'),
]
