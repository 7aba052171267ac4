import { canonicalJson, randomBase64Url, sha256Base64Url, shardOf, type Runtime } from '../../foundation/index.js'
import type { ConfirmationOwner } from './types.js'

type NamingRuntime = Pick<Runtime, 'sha256'>

/** The person's shard, then 192 random bits: nobody finds a question by trying (EL-15). */
const ID = /^[A-Za-z0-9_-]{35}$/
const RANDOM_BYTES = 24

export async function newId(subject: string, runtime: Pick<Runtime, 'sha256' | 'randomBytes'>): Promise<string> {
  return (await shardOf(subject, runtime)) + randomBase64Url(RANDOM_BYTES, runtime)
}

/** `undefined` for what is no id. In clear, because it proves nothing. */
export function keyOf(id: unknown): string | undefined {
  return typeof id === 'string' && ID.test(id) ? `confirmation:${id}` : undefined
}

/** The index of what one person is asked through one client at one resource. */
export async function ownerIndex(owner: ConfirmationOwner, runtime: NamingRuntime): Promise<string> {
  const { issuer, subject, clientId, resource } = owner
  const text = canonicalJson([issuer, subject, clientId, resource])
  return `confirmations:${await shardOf(subject, runtime)}${await sha256Base64Url(text, runtime)}`
}

/** The index of one action of one caller: tool and every byte of the arguments' canonical form are part of its name. */
export async function actionIndex(
  owner: ConfirmationOwner,
  tool: string,
  argumentsJson: string,
  runtime: NamingRuntime,
): Promise<string> {
  const { issuer, subject, clientId, resource } = owner
  const digest = await sha256Base64Url(argumentsJson, runtime)
  const text = canonicalJson([issuer, subject, clientId, resource, tool, digest])
  return `confirmed-action:${await shardOf(subject, runtime)}${await sha256Base64Url(text, runtime)}`
}
