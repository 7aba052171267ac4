import type { Checks } from 'sallyport-example-support/checks'
import type { ExampleProcess } from 'sallyport-example-support/example-process'
import type { Visitor } from 'sallyport-example-support/visitors'
import { accessToken, call, fromAll, post, times } from './call.js'

/** As `server.ts` says. */
const BURST = 5

export async function checkLimits(checks: Checks, visitor: Visitor, example: ExampleProcess): Promise<void> {
  const answers = await times(3 * BURST, () => call(example, accessToken(visitor), 'notes_export'))
  const allowed = answers.filter(({ status }) => status === 200)
  const refused = answers.filter(({ status }) => status === 429)
  checks.check(
    'a limit of five is five, not five in each process',
    allowed.length === BURST && refused.length === 2 * BURST && fromAll(allowed) && fromAll(refused),
    answers.map(({ status, servedBy }) => `${String(status)} by ${servedBy}`).join(', '),
  )
  const waits = refused.map(({ headers }) => Number(headers.get('retry-after')))
  checks.check(
    'each says the same when to come back',
    waits.every((s) => s > 45 && s <= 60),
    waits.join(),
  )
  const { status } = await call(example, accessToken(visitor))
  checks.check('other tools still answer', status === 200, String(status))
}

export async function checkRevocation(checks: Checks, visitor: Visitor, example: ExampleProcess): Promise<void> {
  const token = accessToken(visitor)
  const warm = await times(3, () => call(example, token))
  const { status, headers } = await post(example, '/revoke', {
    token: visitor.mcp.tokens()?.refresh_token ?? '',
    client_id: visitor.mcp.registration()?.client_id ?? '',
  })
  const after = await times(3, () => call(example, token))
  checks.check(
    'what one has revoked is refused by all at once, though they have just let it in',
    warm.every((answer) => answer.status === 200) && status === 200 && fromAll(after) && after.every(isRefused),
    `${String(status)} by ${headers.get('x-served-by') ?? ''}, ${after.map((answer) => String(answer.status)).join()}`,
  )
}

const isRefused = ({ status, headers }: { readonly status: number; readonly headers: Headers }) =>
  status === 401 && headers.get('www-authenticate')?.includes('error="invalid_token"') === true
