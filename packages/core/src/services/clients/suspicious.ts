import { parseRedirectUri } from '../../policy/uris/index.js'
import type { Client } from './types.js'

/** What a registration can look like that a person should look at. None of it is refused: names are not ours to judge. */
export type SuspiciousPattern =
  /** A well-known product's name, and codes that go to a host of somebody else. */
  | 'brand_name'
  /** Control, bidirectional or zero-width characters in the name. */
  | 'invisible_characters'
  /** Letters of look-alike alphabets in one word. */
  | 'mixed_scripts'
  /** Codes may go to more than three hosts. */
  | 'many_redirect_hosts'
  /** A host with letters beyond ASCII, or a bare address. */
  | 'odd_redirect_host'
  /** The name contains an address. */
  | 'address_in_name'
  /** `client_uri` lies on none of the redirect hosts. */
  | 'foreign_client_uri'

/** Names that phishing would borrow, and the domains that may use them. */
const BRANDS: readonly (readonly [name: string, ...domains: string[]])[] = [
  ['anthropic', 'anthropic.com', 'claude.ai', 'claude.com'],
  ['claude', 'anthropic.com', 'claude.ai', 'claude.com'],
  ['chatgpt', 'chatgpt.com', 'openai.com'],
  ['openai', 'chatgpt.com', 'openai.com'],
  ['copilot', 'github.com', 'microsoft.com', 'copilotstudio.com', 'consent.azure-apim.net'],
  ['cursor', 'cursor.com', 'cursor.sh'],
  ['gemini', 'google.com'],
  ['github', 'github.com', 'github.dev', 'vscode.dev'],
  ['google', 'google.com'],
  ['microsoft', 'microsoft.com', 'azure.com', 'vscode.dev'],
  ['visualstudiocode', 'vscode.dev', 'github.dev', 'microsoft.com'],
  ['vscode', 'vscode.dev', 'github.dev', 'microsoft.com'],
]

const INVISIBLE = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029\u3164\u115f\u1160]/u
const LOOK_ALIKE_SCRIPTS = [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u, /\p{Script=Armenian}/u]
const MAX_HOSTS = 3

/** Letters of other alphabets, and digits, that pass for Latin ones. */
const LOOK_ALIKES = new Map(
  Object.entries({
    а: 'a',
    е: 'e',
    о: 'o',
    р: 'p',
    с: 'c',
    у: 'y',
    х: 'x',
    і: 'i',
    ѕ: 's',
    ԁ: 'd',
    ο: 'o',
    ν: 'v',
    α: 'a',
    ι: 'i',
    '0': 'o',
    '1': 'l',
    '3': 'e',
    '5': 's',
  }),
)

/** Judges the self-asserted metadata of a client, for the audit event of its registration (F-12). */
export function suspiciousPatterns(
  client: Pick<Client, 'client_name' | 'client_uri' | 'redirect_uris'>,
): readonly SuspiciousPattern[] {
  const name = client.client_name ?? ''
  const hosts = webHosts(client.redirect_uris)
  const found: readonly (readonly [SuspiciousPattern, boolean])[] = [
    ['brand_name', borrowsBrand(name, hosts)],
    ['invisible_characters', INVISIBLE.test(name)],
    ['mixed_scripts', name.split(/[^\p{L}]+/u).some((word) => scriptsOf(word) > 1)],
    ['many_redirect_hosts', hosts.length > MAX_HOSTS],
    ['odd_redirect_host', hosts.some((host) => /(?:^|\.)xn--|^\[|^[\d.]+$/.test(host))],
    ['address_in_name', /:\/\/|\bwww\.|[a-z0-9-]\.(?:com|net|org|io|dev|ai|app)\b/i.test(name)],
    ['foreign_client_uri', isForeign(client.client_uri, hosts)],
  ]
  return found.flatMap(([pattern, isFound]) => (isFound ? [pattern] : []))
}

/** Hosts of https redirects. What ends on the person's own machine has no owner to compare with. */
function webHosts(redirectUris: readonly string[]): readonly string[] {
  const web = redirectUris.filter((uri) => parseRedirectUri(uri).kind === 'https')
  return [...new Set(web.map((uri) => new URL(uri).hostname))]
}

function borrowsBrand(name: string, hosts: readonly string[]): boolean {
  const letters = Array.from(name.normalize('NFKC').toLowerCase(), (letter) => LOOK_ALIKES.get(letter) ?? letter)
  const plain = letters
    .join('')
    .normalize('NFD')
    .replaceAll(/[^a-z]/g, '')
  return BRANDS.some(
    ([brand, ...domains]) =>
      plain.includes(brand) && hosts.some((host) => !domains.some((domain) => isBelow(host, domain))),
  )
}

function scriptsOf(word: string): number {
  return LOOK_ALIKE_SCRIPTS.filter((script) => script.test(word)).length
}

function isForeign(clientUri: string | undefined, hosts: readonly string[]): boolean {
  if (clientUri === undefined || hosts.length === 0) return false
  const { hostname } = new URL(clientUri)
  return !hosts.some((host) => isBelow(host, hostname) || isBelow(hostname, host))
}

function isBelow(host: string, domain: string): boolean {
  return host === domain || host.endsWith(`.${domain}`)
}
