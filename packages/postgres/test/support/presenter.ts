import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { CLIENT, openGrants, VERIFIER } from './grants.js'

/** Presents a code and a refresh token many times, at the same time as another process, and prints what came of it. */
const [url = '', schema = ''] = process.argv.slice(2)
const { grants, close } = openGrants(url, schema)
const TIMES = 25

process.stdout.write('ready\n')
const [line] = (await once(createInterface(process.stdin), 'line')) as [string]
const { code, refreshToken } = JSON.parse(line) as { code: string; refreshToken: string }

const resource = undefined
const redeem = () =>
  grants.redeemCode({ code, clientId: CLIENT, codeVerifier: VERIFIER, redirectUri: undefined, resource })
const rotate = () => grants.rotateRefresh({ refreshToken, clientId: CLIENT, scopes: undefined, resource })
const attempts = Array.from({ length: TIMES }, () => [redeem().then(() => 'redeemed'), rotate()] as const).flat()
const results = await Promise.allSettled<unknown>(attempts)

const rotated = results.flatMap((result) =>
  result.status === 'fulfilled' && typeof result.value === 'object'
    ? [result.value as { refreshToken: string; retry: boolean }]
    : [],
)
const reasons = results.flatMap((result) =>
  result.status === 'rejected' ? [String((result.reason as { reason?: string }).reason)] : [],
)
const redeemed = results.filter((result) => result.status === 'fulfilled' && result.value === 'redeemed').length
process.stdout.write(
  `came ${JSON.stringify({
    redeemed,
    successors: rotated.map((each) => each.refreshToken),
    first: rotated.filter(({ retry }) => !retry).length,
    reasons,
  })}\n`,
)
await close()
process.stdin.destroy()
