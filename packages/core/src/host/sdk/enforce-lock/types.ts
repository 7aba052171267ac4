import type { AuditSink } from '../../../audit/index.js'
import type { Awaitable } from '../../../foundation/index.js'
import type {
  Approval,
  Definition,
  DefinitionDiff,
  DefinitionHash,
  DiffOptions,
  ListName,
  ToolLock,
} from '../../../policy/tool-guard/index.js'

/** A lock, or what reads the one that holds now, such as `lockFromFile`. */
export type LockSource = ToolLock | (() => Awaitable<ToolLock>)

/** A definition that nobody approved, as it was seen. It is hidden and refused until somebody does. */
export interface DefinitionDrift {
  readonly list: ListName | 'instructions'
  /** Name or URI; empty for the instructions. */
  readonly name: string
  /**
   * `unknown`: not in the lock. Two kinds nobody can approve: `duplicated`, its name stands more than once;
   * `external_reference`, a schema leads to another document (TL-15), so what is valid is not what was approved.
   */
  readonly kind: 'unknown' | 'changed' | 'duplicated' | 'external_reference'
  readonly lockedHash: DefinitionHash | undefined
  /** Absent where the definition is no JSON that could be hashed. */
  readonly seenHash: DefinitionHash | undefined
  /** What was approved, where the lock keeps it; for the instructions, their text as `description`. */
  readonly approved: Definition | undefined
  /** What the server says now; several where they share the name. */
  readonly seen: readonly Definition[]
  /**
   * Word by word, for `renderTerminal`, `renderMarkdown`, `renderHtml`. Worked out when asked for. With
   * `{ scan: scanTools }` its severities say what the scanner makes of new texts; without, new words are `high`.
   */
  diff(options?: DiffOptions): DefinitionDiff
}

/** What is done about drift; see {@link enforceLock}. */
export interface EnforceLockOptions {
  readonly lock: LockSource
  /**
   * What holds for lists that the lock says nothing about, and for instructions: `pass` (default) leaves them alone,
   * `refuse` takes them for empty. Choose `refuse` with a lock of everything that the server offers.
   */
  readonly unlocked?: 'pass' | 'refuse'
  /** Alerts: called once for each definition that drifts, and again when it drifts to something else. */
  readonly onDrift?: (drift: DefinitionDrift) => Awaitable<void>
  /**
   * Asks a person, once for each definition that drifts; calls are refused meanwhile. What is approved holds until the
   * lock says something new about it, or the process ends; put it into the lock (`approveDefinition`) to keep it.
   */
  readonly reapprove?: (drift: DefinitionDrift) => Awaitable<Approval | undefined>
  /** Where the events `tool.drifted`, `tool.approved` and `request.refused` go. Default: nowhere. */
  readonly audit?: readonly AuditSink[]
}

/** See {@link guardClient}. */
export interface GuardClientOptions extends EnforceLockOptions {
  /**
   * When the lists of the server are read again: after it announced a change (`change`, default), or before every call
   * (`call`), which costs a round trip and also finds changes that nobody announces.
   */
  readonly recheck?: 'change' | 'call'
  /** Longest wait for a list, in milliseconds; then the call is refused. Default 30 000. */
  readonly timeoutMs?: number
}
