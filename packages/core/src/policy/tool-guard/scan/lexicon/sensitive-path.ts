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

/** `u`, so that the sign for Kelvin is a letter K as well. */
export const SENSITIVE_PATH = new RegExp(`${GRAVE}|${ENVIRONMENT}`, 'iu')

/** The same without environment files. */
export const GRAVE_PATH = new RegExp(GRAVE, 'iu')

/**
 * What tells a model to take something out of such a file, as opposed to what a program reads by itself: an order, or
 * its contents as a thing to be had.
 */
export const WANTED =
  /(?<!\b(?:is|are|be|been|was|were|to|can|may|will|not|could|auto-?)\s)(?<![\w-])(?:read|cat|fetch|grab|retrieve|look (?:up|into)|attach|paste|copy|send|pass|forward|upload|include|append|prepend|supply|quote|submit|share|post|extract|hand|add|provide|put|give)\b(?! by\b)|\b(?:text|contents?|lines?|values?|bytes|body|copy|dump|hash|fingerprint|result|output|key|token|secret|password|entry|everything|what(?:ever)?) (?:of|in|from|found|stored|under|inside|is)\b|\bopen (?:it|the|~|`|and)|\bas (?:well|the (?:value|argument)|base64)|\b(?:into|in) (?:the|this|its) (?:argument|parameter|field)|\bthen\b|\balso\b|\bfirst\b/i
