import { signLock } from '@sallyport/core/tool-guard'
import { Command } from 'commander'
import { readTextIfThere } from '../sources/read-file.js'
import type { Outcome } from '../terminal/outcome.js'
import { paint, type Terminal } from '../terminal/terminal.js'
import { examples } from './help.js'
import { contentOf, lockOption, readLock } from './lock-file.js'
import { printJson, withFormats } from './output.js'
import { readSigningKey, readTrustedKeys } from './read-keys.js'
import { readSignature, signatureOf, VERIFICATION_PROBLEMS, verifySignature } from './signature-file.js'
import { replaceText } from './write-file.js'

interface SignArguments {
  readonly lock: string
  readonly key: string
  readonly kid?: string
  readonly signature?: string
}

interface VerifyArguments {
  readonly lock: string
  readonly keys: string
  readonly signature?: string
  readonly json?: boolean
}

async function sign(terminal: Terminal, options: SignArguments): Promise<void> {
  const { signature: path = signatureOf(options.lock) } = options
  const { lock } = await readLock(options.lock, terminal)
  const key = await readSigningKey(options.key, options.kid, terminal)
  const signature = await signLock(lock, key)
  await replaceText(path, `${signature}\n`, await readTextIfThere(path, terminal))
  terminal.out(`${path} is the signature of ${options.lock} (${contentOf(lock)}) by key ${key.kid ?? ''}.`)
}

async function verify(terminal: Terminal, outcome: Outcome, options: VerifyArguments): Promise<void> {
  const { signature: path = signatureOf(options.lock) } = options
  const { lock } = await readLock(options.lock, terminal)
  const trusted = await readTrustedKeys(options.keys, terminal)
  const result = await verifySignature(lock, await readSignature(path, terminal), trusted)
  if (!result.ok) outcome.exitCode = 1
  if (options.json === true) return printJson(terminal, result)
  terminal.out(
    result.ok
      ? paint(terminal, 'green', `${options.lock} is signed by key ${result.kid} (${result.algorithm}).`)
      : paint(terminal, 'red', `The signature ${path} ${VERIFICATION_PROBLEMS[result.problem]}.`),
  )
}

/** `sallyport tools sign` */
export function signCommand(terminal: Terminal): Command {
  return new Command('sign')
    .description('sign the lock: a detached JWS beside it, over definitions and approvals')
    .addOption(lockOption())
    .requiredOption('-k, --key <path>', 'private key, Ed25519 or P-256, as JWK or PEM')
    .option('--kid <name>', 'what verifiers know the key by (default: its kid, or its thumbprint)')
    .option('--signature <path>', 'where to write it (default: the lock with .jws)')
    .addHelpText('after', examples(['sign --key lock-key.pem', 'sign --key release.jwk.json --kid release-2026']))
    .action((options: SignArguments) => sign(terminal, options))
}

/** `sallyport tools verify` */
export function verifyCommand(terminal: Terminal, outcome: Outcome): Command {
  const command = new Command('verify')
    .description('end with 1 unless the lock is signed by a key you trust')
    .addOption(lockOption())
    .requiredOption('-k, --keys <path>', 'public keys: a JWK, a JWK set, or PEM')
    .option('--signature <path>', 'the signature (default: the lock with .jws)')
  return withFormats(command, ['json'])
    .addHelpText('after', examples(['verify --keys lock-key.pub.pem', 'verify --keys trusted.json --json']))
    .action((options: VerifyArguments) => verify(terminal, outcome, options))
}
