import type { Checks } from 'sallyport-example-support/checks'
import { checkWayIn, type Visitor } from 'sallyport-example-support/visitors'
import { fromAll, times } from './call.js'

const served = ({ mcp }: Visitor, path: string) =>
  mcp.exchanges
    .filter((exchange) => exchange.path === path)
    .map(({ headers }) => ({ servedBy: headers.get('x-served-by') ?? '' }))

/** What one client does: it logs in once, calls, and refreshes, and never learns that there are three. */
export async function checkVisit(checks: Checks, visitor: Visitor): Promise<void> {
  const { mcp, connection } = visitor
  checkWayIn(checks, visitor, '2025-11-25')

  const who = (await times(6, () => connection.callTool('whoami'))).map((text) => JSON.parse(text) as Who)
  const pids = new Set(who.map(({ pid }) => pid))
  const people = new Set(who.map(({ subject }) => subject))
  checks.check('three processes answer one login', pids.size === 3 && people.size === 1, JSON.stringify(who))

  const before = await connection.callTool('notes_list')
  const added = await connection.callTool('notes_add', { text: 'Buy milk' })
  const lists = await times(3, () => connection.callTool('notes_list'))
  const grown = lists.every((text) => text.length > before.length && text.includes('Buy milk'))
  checks.check('a note that one keeps is listed by all', grown, `${added} ${lists.join()}`)

  const tokens = new Set([mcp.tokens()?.refresh_token])
  for (let turn = 0; turn < 3; turn++) {
    mcp.forgetAccessToken()
    await connection.listTools()
    tokens.add(mcp.tokens()?.refresh_token)
    // A refresh takes three requests; one more, or they would all come to the same process.
    await connection.callTool('whoami')
  }
  const asked = served(visitor, '/token')
  checks.check('a login goes on in every process', tokens.size === 4 && fromAll(asked), JSON.stringify(asked))
}

interface Who {
  readonly pid: number
  readonly subject: string
}
