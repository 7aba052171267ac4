import { createAuditor } from '../../../audit/index.js'
import type { Runtime } from '../../../foundation/index.js'
import type { DefinitionHash, ListName, ToolLock } from '../../../policy/tool-guard/index.js'
import { driftKey, isApprovable } from './drift.js'
import { judgeInstructions, judgeList, type Judgement } from './judge.js'
import { stateOf, type ToldDrift } from './lock-state.js'
import { blockIn } from './locked-blocks.js'
import type { LockSettings } from './options.js'
import type { PageWalks } from './page-walks.js'
import type { DefinitionDrift } from './types.js'
import { whoIn } from './who-in.js'

type LockRuntime = Pick<Runtime, 'sha256' | 'nowMs'>

/** A judgement, and whether it was known already: only then nothing can have changed while it was made. */
export interface Verdict {
  /** `undefined` where the lock leaves this list alone. */
  readonly judgement: Judgement | undefined
  readonly known: boolean
  /** The lock it was made by. */
  readonly lockHash: string
}

/** Judges what servers say, tells of drift, and asks for approval. */
export interface LockGate {
  readonly walks: PageWalks
  /** Records that an operation was refused because its definition is not the approved one. */
  drifted(operation: string, context?: object): void
  /** Records that an operation was refused because there was no lock, or no list, to judge it by. */
  unchecked(operation: string, context?: object): void
  /** True when the lock speaks of this list. */
  judges(list: ListName): Promise<boolean>
  /** @throws when there is no lock that could be read */
  judge(list: ListName, forms: readonly (readonly unknown[])[]): Promise<Verdict>
  /** True when these instructions may be read. */
  trusts(instructions: string): Promise<boolean>
}

export function createLockGate(settings: LockSettings, runtime: LockRuntime): LockGate {
  const state = stateOf(settings.lock)
  const audit = createAuditor(settings.audit, runtime)
  /** By identity: where a list is the very same, not even its text is compared. */
  const latest = new WeakMap<object, { readonly lockHash: string; readonly judgement: Judgement }>()

  const failed = (operation: string) => (error: unknown) => {
    const errorName = error instanceof Error ? error.name : typeof error
    audit.record({ kind: 'internal.failed', outcome: 'noted', operation: `enforceLock.${operation}`, errorName })
  }

  async function ask(told: ToldDrift, drift: DefinitionDrift): Promise<void> {
    if (!settings.reapprove || told.asked || !isApprovable(drift) || drift.seenHash === undefined) return
    const name = JSON.stringify([drift.list, drift.name])
    // One question at a time: who changes a tool again and again is not to wear people out.
    if (state.asking.has(name)) return
    state.asking.add(name)
    told.asked = true
    try {
      const approval = await settings.reapprove(drift)
      if (approval === undefined) return
      await state.reapprove(drift, approval, runtime)
      approved(drift, drift.seenHash, approval.by, 'callback')
    } finally {
      state.asking.delete(name)
    }
  }

  function tell(drift: DefinitionDrift): void {
    const key = driftKey(drift)
    const known = state.told.get(key)
    const { list, name, kind, lockedHash, seenHash } = drift
    const told = known ?? { drift: { list, name, kind, seenHash }, asked: false }
    if (!known) {
      state.told.set(key, told)
      const hashes = { ...(lockedHash && { lockedHash }), ...(seenHash && { seenHash }) }
      audit.record({ kind: 'tool.drifted', outcome: 'refused', list, name, drift: kind, ...hashes })
      Promise.resolve(drift).then(settings.onDrift).catch(failed('onDrift'))
    }
    ask(told, drift).catch(failed('reapprove'))
  }

  function approved(drift: ToldDrift['drift'], seenHash: DefinitionHash, by: string, via: 'lock' | 'callback'): void {
    if (!state.told.delete(driftKey(drift))) return
    const { list, name } = drift
    audit.record({ kind: 'tool.approved', outcome: 'allowed', list, name, seenHash, by, via })
  }

  /** What had drifted and is what the lock holds by now. */
  function welcome(lock: ToolLock): void {
    if (state.welcomed === lock.hash) return
    state.welcomed = lock.hash
    for (const { drift } of [...state.told.values()]) {
      const { list, name, seenHash } = drift
      const block = list === 'instructions' ? lock.instructions : blockIn(lock, list, name)
      if (seenHash === undefined || !isApprovable(drift) || block?.hash !== seenHash) continue
      approved(drift, seenHash, block.approvals.at(-1)?.by ?? 'unknown', 'lock')
    }
  }

  const speaksOf = (lock: ToolLock, list: ListName | 'instructions'): boolean =>
    lock[list] !== undefined || settings.unlocked === 'refuse'

  const refused = (reason: 'definition_drifted' | 'definition_unchecked') => (operation: string, context?: object) => {
    const facts = { method: 'message', status: 404, operation, reason, ...whoIn(context) }
    audit.record({ kind: 'request.refused', outcome: 'refused', ...facts })
  }

  return {
    walks: state.walks,
    drifted: refused('definition_drifted'),
    unchecked: refused('definition_unchecked'),
    judges: async (list) => speaksOf(await state.current(runtime), list),
    async judge(list, forms) {
      const lock = await state.current(runtime)
      welcome(lock)
      if (!speaksOf(lock, list)) return { judgement: undefined, known: true, lockHash: lock.hash }
      const recent = latest.get(forms)
      const key = recent?.lockHash === lock.hash ? '' : JSON.stringify([lock.hash, list, forms])
      const known = key === '' ? recent?.judgement : state.judgements.get(key)
      const judgement = known ?? (await judgeList(lock, list, forms, runtime))
      if (key !== '') {
        state.judgements.set(key, judgement)
        latest.set(forms, { lockHash: lock.hash, judgement })
      }
      for (const drift of judgement.drifts) tell(drift)
      return { judgement, known: known !== undefined, lockHash: lock.hash }
    },
    async trusts(instructions) {
      const lock = await state.current(runtime)
      welcome(lock)
      if (!speaksOf(lock, 'instructions')) return true
      const drift = await judgeInstructions(lock, instructions, runtime)
      if (drift) tell(drift)
      return drift === undefined
    },
  }
}
