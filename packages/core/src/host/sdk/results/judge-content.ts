import type { Auditor } from '../../../audit/index.js'
import { ClassifierError } from '../../../errors/index.js'
import { decideContent, type ContentDecision, type ContentKind } from '../../../services/content-safety/index.js'
import { callerOf } from '../caller.js'
import { member } from '../messages.js'
import { textsOf } from './cleaned.js'
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
    kind: ContentKind,
    result: object,
    context: object,
  ): Promise<ContentDecision['action']> {
    if (classifier === undefined) return 'allow'
    try {
      const items = textsOf(result).map((text) => ({ kind, text }))
      const verdicts = await classifier.classify(items, signalOf(context))
      if (verdicts.length !== items.length) throw new ClassifierError('classifier_malformed')
      const decision = decideContent(verdicts, policy)
      const reason = 'content_harmful'
      if (decision.action !== 'allow') tell(operation, decision, reason, context)
      return decision.action
    } catch (error) {
      const reason = error instanceof ClassifierError ? error.reason : 'classifier_failed'
      tell(operation, { ...UNJUDGED, action: policy.onFailure }, reason, context)
      return policy.onFailure
    }
  }

  return { refused, actionOn }
}
