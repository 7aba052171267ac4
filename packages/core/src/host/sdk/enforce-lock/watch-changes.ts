import type { ListName } from '../../../policy/tool-guard/index.js'
import { text } from '../messages.js'
import type { SdkMcpServer, SdkProtocol } from '../sdk-server.js'
import type { Admission, Changes } from './admission.js'
import { listsChangedBy } from './lists.js'

/**
 * Counts what a server announces, and looks at once, as the latest caller would see it.
 *
 * @param onChange forgets what was judged before
 */
export function watchChanges(
  inner: SdkProtocol,
  server: SdkMcpServer,
  changes: Changes,
  admission: Pick<Admission, 'judgeList'>,
  onChange: () => void,
) {
  let latest: object | undefined
  const looking = new Set<ListName>()

  async function look(list: ListName, context: object): Promise<void> {
    if (looking.has(list)) return
    looking.add(list)
    // Servers announce each step of a change; what they say after the last one counts.
    await Promise.resolve()
    looking.delete(list)
    // What cannot be read now is read, and refused, when somebody asks for it.
    await admission.judgeList(list, context).catch(() => undefined)
  }

  function changed(lists: readonly ListName[]): void {
    if (lists.length === 0) return
    changes.count++
    onChange()
    for (const list of lists) if (latest) void look(list, latest)
  }

  const notify = inner.notification.bind(inner)
  inner.notification = (notification, options) => {
    changed(listsChangedBy(text(notification, 'method')))
    return notify(notification, options)
  }
  for (const [announce, method] of ANNOUNCEMENTS) {
    const plain = server[announce]?.bind(server)
    if (plain === undefined || server === (inner as object)) continue
    server[announce] = () => {
      changed(listsChangedBy(method))
      return plain()
    }
  }
  return { seen: (context: object) => void (latest = context) }
}

/** `McpServer` sends nothing while it is not connected, but has changed all the same. */
const ANNOUNCEMENTS = [
  ['sendToolListChanged', 'notifications/tools/list_changed'],
  ['sendPromptListChanged', 'notifications/prompts/list_changed'],
  ['sendResourceListChanged', 'notifications/resources/list_changed'],
] as const
