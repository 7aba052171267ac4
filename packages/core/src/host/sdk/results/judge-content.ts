import type { Auditor } from '../../../audit/index.js'
import { ClassifierError } from '../../../errors/index.js'
import { decideContent, type ContentDecision, type ContentItem } from '../../../services/content-safety/index.js'
import { callerOf } from '../caller.js'
import { member } from '../messages.js'
import type { ResultSettings } from './options.js'

const UNJUDGED = { severity: 'none', categories: [], detectors: [] } as const

/** Who asked, where a gate has said so. */
function whoIn(context: object): { subject?: string; clientId?: string } {
  try {
    const { subject, clientId } = callerOf(context)
    return { subject, clientId }
  } catch {
    return {}
  }
}

/** Ends with the request: version 1 has it in `extra`, version 2 in `ctx.mcpReq`. */
function signalOf(context: object): AbortSignal | undefined {
  const signal = member(context, 'signal') ?? member(context, 'mcpReq', 'signal')
  return signal instanceof AbortSignal ? signal : undefined
}

/** Asks the classifier, decides by the policy, and tells the audit log. */
export function createContentJudge({ classifier, policy }: ResultSettings, audit: Auditor) {
  function tell(operation: string, decision: ContentDecision, reason: string, context: object): void {
    const outcome = decision.action === 'block' ? 'refused' : 'noted'
    audit.record({ kind: 'content.flagged', outcome, reason, operation, ...decision, ...whoIn(context) })
  }

  /** Something else than a detector was against it. */
  const refused = (operation: string, reason: string, context: object): void =>
    tell(operation, { ...UNJUDGED, action: 'block' }, reason, context)

  async function actionOn(
    operation: string,
    items: readonly ContentItem[],
    context: object,
    place: 'markable' | 'unmarkable' = 'markable',
  ): Promise<ContentDecision['action']> {
    if (classifier === undefined) return 'allow'
    // What should be marked and cannot be is not shown.
    const possible = (action: ContentDecision['action']) =>
      action === 'spotlight' && place === 'unmarkable' ? 'block' : action
    try {
      const verdicts = await classifier.classify(items, signalOf(context))
      if (verdicts.length !== items.length) throw new ClassifierError('classifier_malformed')
      const decided = decideContent(verdicts, policy)
      const action = possible(decided.action)
      const reason = 'content_harmful'
      if (action !== 'allow') tell(operation, { ...decided, action }, reason, context)
      return action
    } catch (error) {
      const reason = error instanceof ClassifierError ? error.reason : 'classifier_failed'
      const action = possible(policy.onFailure)
      tell(operation, { ...UNJUDGED, action }, reason, context)
      return action
    }
  }

  return { refused, actionOn }
}

export type ContentJudge = ReturnType<typeof createContentJudge>
