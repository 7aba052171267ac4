import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Store } from '../../../src/store/index.js'
import { CLIENT, openGrants, VERIFIER } from './grants.js'

/** What came of presenting one code and one refresh token, each as often as the other. */
export interface Came {
  readonly redeemed: number
  readonly successors: readonly string[]
  /** Rotations that were no retry of another one. */
  readonly first: number
  readonly reasons: readonly string[]
}

export const PRESENTED_TIMES = 25

/** In a process of its own: presents what it is told, many times at once, while others do the same. */
export async function present(store: Store): Promise<void> {
  const { grants } = openGrants(store)
  process.stdout.write('ready\n')
  const [line] = (await once(createInterface(process.stdin), 'line')) as [string]
  const { code, refreshToken } = JSON.parse(line) as { code: string; refreshToken: string }

  const resource = undefined
  const redeem = () =>
    grants.redeemCode({ code, clientId: CLIENT, codeVerifier: VERIFIER, redirectUri: undefined, resource })
  const rotate = () => grants.rotateRefresh({ refreshToken, clientId: CLIENT, scopes: undefined, resource })
  const times = Array.from({ length: PRESENTED_TIMES })
  const [redeeming, rotating] = [times.map(redeem), times.map(rotate)]
  const [redeemed, rotated] = [await Promise.allSettled(redeeming), await Promise.allSettled(rotating)]

  const successes = rotated.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
  const came: Came = {
    redeemed: redeemed.filter(({ status }) => status === 'fulfilled').length,
    successors: successes.map((each) => each.refreshToken),
    first: successes.filter(({ retry }) => !retry).length,
    reasons: [...redeemed, ...rotated].flatMap((result) =>
      result.status === 'rejected' ? [String((result.reason as { reason?: string }).reason)] : [],
    ),
  }
  process.stdout.write(`came ${JSON.stringify(came)}\n`)
  process.stdin.destroy()
}
