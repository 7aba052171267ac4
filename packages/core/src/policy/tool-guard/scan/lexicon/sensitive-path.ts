/**
 * Files that hold credentials or tell about other servers, and commands that print them. Fixed parts only, so that matching is linear. Narrow on
 * purpose: honest file tools name `/home` and `/etc` in their examples.
 */
const GRAVE = [
  String.raw`\.ssh\b`,
  String.raw`\bid_(?:rsa|dsa|ecdsa|ed25519)\b`,
  String.raw`\bauthorized_keys\b`,
  String.raw`\.aws[/\\]`,
  String.raw`\.(?:kube|docker|gnupg|azure|config[/\\]gcloud)[/\\]`,
  String.raw`\.(?:npmrc|pypirc|netrc|pgpass|git-credentials|bash_history|zsh_history|vault-token)\b`,
  String.raw`[/\\]etc[/\\](?:passwd|shadow|sudoers)\b`,
  String.raw`\bclaude_desktop_config\.json\b`,
  String.raw`\.(?:cursor|claude|vscode|codeium)[/\\](?:mcp|settings)`,
  String.raw`\bwallet\.dat\b`,
  String.raw`\bLogin Data\b`,
  String.raw`Chrome[/\\]User Data`,
  String.raw`\bsecrets?\.(?:txt|json|ya?ml)\b`,
  String.raw`[/\\]proc[/\\]self[/\\]environ`,
  String.raw`\bprintenv\b`,
  String.raw`\bfind-generic-password\b`,
].join('|')

/** Environment files: honest tools write them, too. */
const ENVIRONMENT = String.raw`(?:^|[\s"'/\\(\x60])\.env(?:\.\w{1,20})?(?![\w.])`

export const SENSITIVE_PATH = new RegExp(`${GRAVE}|${ENVIRONMENT}`, 'iu')

/** The same without environment files. */
export const GRAVE_PATH = new RegExp(GRAVE, 'iu')
