import type { Severity } from '../../../policy/tool-guard/index.js'
import { OBLIGED, ORDER, PRIVATE, READER, READER_OR_AGENT } from './words.js'

/** A rule about text that speaks to the model which reads it. Linear: every gap is bounded. */
interface AddressRule {
  readonly category: string
  readonly severity: Severity
  readonly pattern: RegExp
}

const rules = (category: string, severity: Severity, ...sources: readonly string[]): AddressRule[] =>
  sources.map((source) => ({ category, severity, pattern: new RegExp(source, 'u') }))

const THIS = String.raw`(?:this|the (?:page|document|file|text|mail|site|following))`

/** Rules for what tools return: a document has no business with the program that reads it. */
export const ADDRESS_RULES: readonly AddressRule[] = [
  ...rules(
    'addresses-model',
    'high',
    String.raw`\b(?:note|notice|attention|message|instructions?|hinweis|anweisung(?:en)?|nota|aviso|dear|hey|hi|hello|important)\b[ ,:]{0,3}(?:(?:to|for|an|für|à|a|para|per|of) )?(?:(?:the|all|any|every|die|den|alle|l|el|la|los|le|les) ?['’]?)?(?:\p{L}{1,20} )?${READER_OR_AGENT}[^.!?]{0,160}${ORDER}`,
    String.raw`(?:^|\s)(?:to|an|à|para) (?:the|den|die|alle|all|any|l['’]) ?${READER}[^.!?]{0,200}${ORDER}`,
    String.raw`${READER} ?[:：] ?(?:please |you |bitte )?${ORDER}`,
    String.raw`\bif you(?: are|['’]?re) (?:an? |the )?${READER}`,
    String.raw`\b(?:is|are|was) (?:only |intended |meant |written )?for (?:the |any )?${READER}(?: only)?[^.!?]{0,10}[:：]`,
  ),
  ...rules(
    'addresses-model',
    'medium',
    String.raw`\b(?:note|instructions?|hinweis|nota) (?:to|for|an|à|para|per) (?:the |all |any |l['’])?${READER}`,
  ),
  ...rules(
    'orders-model',
    'high',
    String.raw`${READER}[^.!?。]{0,60}${OBLIGED}[^.!?。]{0,60}${ORDER}`,
    String.raw`${READER_OR_AGENT}[^.!?。]{0,40} (?:(?:is |are )?(?:reading|processing|browsing|visiting|viewing)|(?:that|who) (?:reads?|process\w{0,3})|summari[sz]\w{1,4}) ${THIS}\b[^.!?]{0,120}(?:${OBLIGED}|${ORDER})`,
    String.raw`\b(?:next|new|real|actual|correct|current) (?:next )?(?:task|step|request|action|instructions?|job) (?:for|of|to) (?:the |an? )?${READER_OR_AGENT}`,
    String.raw`\bagents? (?:must|should|ha(?:s|ve) to|needs? to) (?:\p{L}{1,12} ){0,3}(?:the user['’]s|their (?:available )?tools|(?:any|all|every) (?:other )?tools?)`,
  ),
  ...rules(
    'orders-model',
    'medium',
    String.raw`\bbefore (?:replying|answering|responding|summari[sz]ing|you (?:reply|answer|respond|summari[sz]e))\b[^.!?]{0,80}\b(?:call|invoke|run|execute|fetch|open|use|read|send|visit)\b`,
  ),
  ...rules(
    'override-instructions',
    'high',
    String.raw`\b(?:stop|cease|quit) (?:following|obeying|doing what|working on)\b[^.!?]{0,40}\b(?:user|your|task|instructions?|request)\b|\binstead,? (?:you (?:must|should|will) )?(?:follow|carry out|execute|perform|obey)\b`,
    String.raw`\b(?:instructions?|requests?|messages?|task) (?:from|of|by) the user (?:was|were|is|are) (?:a |an |only )?(?:test|fake|wrong|outdated|void|invalid|no longer)\b|\bthe (?:real|actual|true) (?:request|task|instructions?|goal) (?:is|are|of the user)\b`,
    String.raw`\b(?:cancel|abort|abandon|drop|discard) (?:the |your )(?:current|previous|original|user['’]s) (?:task|request|job|work|goal|instructions?)\b|\b(?:previous|prior|earlier|above) (?:directions?|orders?|commands?|instructions?) (?:is|are) (?:now )?(?:void|obsolete|cancel\w{2,6}|superseded|invalid)`,
    String.raw`\b(?:beachte|befolge)\p{L}{0,2} [^.!?]{0,60}\bnicht(?: mehr)?\b[^.!?]{0,10}[.!]?[^.!?]{0,20}|\blösche stattdessen\b`,
  ),
  ...rules(
    'secrecy',
    'high',
    String.raw`\b(?:never|do not|don['’]?t|must not) (?:reveal|disclose|mention|repeat|share|show|quote) (?:these|this|those|the above) (?:instructions?|notes?|messages?|prompts?|steps?|text|paragraph)\b|\bif (?:you are |they |anyone )?asked\b[^.!?]{0,30}\b(?:say|claim|pretend|answer that)\b`,
    String.raw`(?:ユーザー|利用者|用户|使用者|사용자)[^。!?]{0,12}(?:知らせず|知らせない|伝えず|伝えない|教えず|告知|告诉|通知|알리지|말하지)`,
  ),
  ...rules(
    'shapes-the-answer',
    'high',
    String.raw`\b(?:when(?:ever)?|if|once|should) the user (?:asks?|requests?|wants?|mentions?|inquires?)\b[^.!?]{0,60}\b(?:replace|insert|swap|redirect|tell them (?:that )?this|send them to)\b`,
  ),
  ...rules(
    'shapes-the-answer',
    'medium',
    String.raw`\bin (?:your|its|any|the) (?:final )?(?:summary|answer|reply|response|review|report)\b[^.!?]{0,40}\b(?:always|must|never|do not|only say|make sure to)\b`,
    String.raw`\byour (?:final )?(?:answer|reply|response|summary|output|review)s? (?:must|should|has to|have to|needs? to|shall) `,
  ),
  ...rules(
    'taps-tool-calls',
    'high',
    String.raw`\b(?:every|each|all|any|future|subsequent) (?:future |subsequent )?tool (?:calls?|invocations?)\b[^.!?]{0,60}\b(?:add|append|include|copy|send|pass|now on)\b|\b(?:add|append|include|copy|send|pass)\b[^.!?]{0,100}\b(?:every|each|all|any|future|subsequent) (?:future |subsequent )?tool (?:calls?|invocations?)\b`,
  ),
  ...rules(
    'conversation-leak',
    'high',
    String.raw`\b(?:encode|send|post|request|append|forward|include|upload|attach|copy|paste|transmit)\b[^.!?]{0,60}\b(?:chat|conversation|dialog(?:ue)?|message|session) ?(?:history|log|transcript|so far|contents?)\b|<(?:the )?(?:summary|contents?|text|transcript|history) of (?:the |this |our )?(?:chat|conversation|dialog)`,
    String.raw`\b(?:repeat|output|print|reveal|quote)\b[^.!?]{0,40}\b(?:text|words|everything|instructions?|prompt) above\b|\bcontents? of (?:your|the) (?:system prompt|clipboard|context(?: window)?)`,
  ),
  ...rules(
    'sends-data-away',
    'high',
    String.raw`(?:^|[,:;] ?|\b(?:and|then|please|to) )(?:send|post|share|publish|upload|append|forward|copy|paste|render|pass|list|summari[sz]e|find)\b[^.!?]{0,60}${PRIVATE}[^!?]{0,100}(?:https?:|\bpublic (?:issue|comment|repositor|one|page|channel)|\beveryone\b|\banyone\b|\bas a comment\b|\bparameter\b)`,
  ),
]
