import { canonicalJson } from '../../foundation/index.js'
import { byCodeUnits, LIST_NAMES } from './lists.js'
import type { Approval, LockedDefinition, ToolLock } from './lock-types.js'
import { printList, printMembers, printSorted } from './print-json.js'

/**
 * The text of `mcp-tools.lock.json`: two spaces, one tool per block, blocks by name, members of definitions sorted, a line
 * end at the end. One lock has one text, whatever the order its server answered in, so a review shows changes only.
 *
 * @example
 * ```ts
 * import { parseLock, printLock } from '@sallyport/core/tool-guard'
 *
 * const text = '{ … }' // read from mcp-tools.lock.json
 * const result = await parseLock(text)
 * if (result.ok) console.log(printLock(result.lock) === text) // true for a file that no hand has touched
 * ```
 */
export function printLock(lock: ToolLock): string {
  const { server, instructions } = lock
  const text = printMembers([
    ['version', String(lock.version)],
    [
      'server',
      printMembers(
        [
          ['name', json(server.name)],
          ['version', json(server.version)],
          ['url', json(server.url)],
          ['command', server.command && canonicalJson(server.command)],
        ],
        '  ',
      ),
    ],
    ['hash', json(lock.hash)],
    [
      'instructions',
      instructions &&
        printMembers(
          [
            ['hash', json(instructions.hash)],
            ['text', json(instructions.text)],
            ['approvals', printApprovals(instructions.approvals, '    ')],
          ],
          '  ',
        ),
    ],
    ...LIST_NAMES.map((list): [string, string | undefined] => [list, lock[list] && printBlocks(lock[list])]),
  ])
  return `${text}\n`
}

function printBlocks(blocks: readonly LockedDefinition[]): string {
  const sorted = [...blocks].sort((a, b) => byCodeUnits(a.name, b.name))
  return printList(sorted.map(printBlock), '  ')
}

function printBlock({ name, hash, definition, approvals }: LockedDefinition): string {
  return printMembers(
    [
      ['name', json(name)],
      ['hash', json(hash)],
      ['approvals', printApprovals(approvals, '      ')],
      ['definition', definition && printSorted(definition, '      ')],
    ],
    '    ',
  )
}

function printApprovals(approvals: readonly Approval[], indent: string): string {
  const items = approvals.map(({ by, at, reason }) =>
    printMembers(
      [
        ['by', json(by)],
        ['at', json(at)],
        ['reason', json(reason)],
      ],
      `${indent}  `,
    ),
  )
  return printList(items, indent)
}

function json(text: string | undefined): string | undefined {
  return text === undefined ? undefined : canonicalJson(text)
}
