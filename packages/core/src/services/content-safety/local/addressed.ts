import type { Severity } from '../../../policy/tool-guard/index.js'

/** A rule about text that speaks to the model which reads it. Linear: every gap is bounded. */
interface AddressRule {
  readonly category: string
  readonly severity: Severity
  readonly pattern: RegExp
}

/** Who reads: programs that are told so in prose. `model` alone is left out, as every second technical text has one. */
const READER = String.raw`(?:\b(?:ais?|llms?|(?:large )?language models?|chat ?bots?|(?:ai |ki-?)?(?:assistants?|assistenten?|assistente|asistente|agents?|agenten?|agente)|copilot|claude|chatgpt|gemini|gpt)\b|ассистент\p{L}*|нейросет\p{L}*|助手|智能体|人工智能|アシスタント|어시스턴트)(?: (?:agents?|assistants?|models?|reviewers?|readers?|systems?|bots?)\b)?`

/** What is asked of a reader. */
const ORDER = String.raw`(?:\b(?:call|invoke|run|execute|send|forward|e?mail|post|delete|remove|erase|grant|open|paste|fetch|request|read|add|append|include|insert|merge|disable|turn off|transfer|approve|reveal|provide|report|ignore|disregard|follow|obey|proceed|recommend|give|rate|tell the user|tell them|say|state|answer|reply|respond|close|do not|don t|never|nicht|erwähne|bewerte|sende|schicke|rufe|lösche|ne dis|envoie|supprime|envoyez|ignorez|debes|envía|llama|borra|ignora|invia|cancella|envie|apague)\b|отправ\p{L}*|удал\p{L}*|игнорир\p{L}*|не говори|不要|发送|忽略|调用|删除|无视|送信|無視|削除|しないで|보내|무시|삭제)`

const OBLIGED = String.raw`(?:\b(?:must|should|shall|needs? to|ha(?:s|ve) to|(?:is|are) (?:to|required|asked|expected|instructed)|now|immediately|always|muss|müssen|soll|sollen|immer|doit|doivent|dois|debes?|deben|deve|devono|devem|sempre|siempre|toujours)\b|долж\p{L}*|обязан\p{L}*|必须|务必|請|请|必ず|ください|하세요|해야)`

const rule = (category: string, severity: Severity, source: string): AddressRule => ({
  category,
  severity,
  pattern: new RegExp(source, 'u'),
})

/** Rules for what tools return: a document has no business with the program that reads it. */
export const ADDRESS_RULES: readonly AddressRule[] = [
  rule(
    'addresses-model',
    'high',
    String.raw`\b(?:note|notice|attention|message|instructions?|hinweis|anweisung(?:en)?|nota|aviso|dear|hey|hello|important)\b[ ,:]{0,3}(?:(?:to|for|an|für|à|a|para|per|of) )?(?:(?:the|all|any|every|die|den|alle|l|el|la|los|le|les) ?['’]?)?${READER}[^.!?]{0,160}${ORDER}`,
  ),
  rule(
    'addresses-model',
    'medium',
    String.raw`\b(?:note|instructions?|hinweis|nota) (?:to|for|an|à|para|per) (?:the |all |any |l['’])?${READER}`,
  ),
  rule('addresses-model', 'high', String.raw`${READER} ?[:：] ?(?:please |you |bitte )?${ORDER}`),
  rule('addresses-model', 'high', String.raw`\bif you(?: are|['’]?re) (?:an? |the )?${READER}`),
  rule('orders-model', 'high', String.raw`${READER}[^.!?。]{0,60}${OBLIGED}[^.!?。]{0,60}${ORDER}`),
  rule(
    'orders-model',
    'medium',
    String.raw`${READER}[^.!?。]{0,40} (?:reading|processing|that (?:reads?|process\w{0,3})|summari[sz]\w{1,4}) (?:this|the (?:page|document|file|text|mail))`,
  ),
  rule(
    'orders-model',
    'high',
    String.raw`\b(?:next|new|real|actual|correct|current) (?:next )?(?:task|step|request|action|instructions?|job) (?:for|of|to) (?:the |an? )?${READER}`,
  ),
  rule(
    'shapes-the-answer',
    'medium',
    String.raw`\bin (?:your|its|any|the) (?:final )?(?:summary|answer|reply|response|review|report)\b[^.!?]{0,40}\b(?:always|must|never|do not|only say|make sure to)\b`,
  ),
  rule(
    'taps-tool-calls',
    'high',
    String.raw`\b(?:every|each|all|any|future|subsequent) (?:future |subsequent )?tool (?:calls?|invocations?)\b[^.!?]{0,60}\b(?:add|append|include|copy|send|pass|now on)\b|\b(?:add|append|include|copy|send|pass)\b[^.!?]{0,100}\b(?:every|each|all|any|future|subsequent) (?:future |subsequent )?tool (?:calls?|invocations?)\b`,
  ),
  rule(
    'override-instructions',
    'high',
    String.raw`\b(?:stop|cease|quit) (?:following|obeying|doing what|working on)\b[^.!?]{0,40}\b(?:user|your|task|instructions?|request)\b|\binstead,? (?:you (?:must|should|will) )?(?:follow|carry out|execute|perform|obey)\b`,
  ),
  rule(
    'override-instructions',
    'high',
    String.raw`\b(?:instructions?|requests?|messages?|task) (?:from|of|by) the user (?:was|were|is|are) (?:a |an |only )?(?:test|fake|wrong|outdated|void|invalid|no longer)\b|\bthe (?:real|actual|true) (?:request|task|instructions?|goal) (?:is|are|of the user)\b`,
  ),
  rule(
    'secrecy',
    'high',
    String.raw`\b(?:never|do not|don['’]?t|must not) (?:reveal|disclose|mention|repeat|share|show|quote) (?:these|this|those|the above) (?:instructions?|notes?|messages?|prompts?|steps?|text)\b|\bif (?:you are |they |the user |anyone )?asks?(?:ed)?\b[^.!?]{0,30}\b(?:say|claim|answer|pretend|tell them) (?:that|you)\b`,
  ),
  rule(
    'secrecy',
    'high',
    String.raw`(?:ユーザー|利用者|用户|使用者|사용자)[^。!?]{0,12}(?:知らせず|知らせない|伝えず|伝えない|教えず|告知|告诉|通知|알리지|말하지)`,
  ),
  rule(
    'shapes-the-answer',
    'high',
    String.raw`\b(?:when(?:ever)?|if|once|should) the user (?:asks?|requests?|wants?|mentions?|inquires?)\b[^.!?]{0,60}\b(?:replace|answer with|respond with|reply with|recommend|insert|give|redirect|send them|change|swap)\b`,
  ),
  rule(
    'orders-model',
    'medium',
    String.raw`\bbefore (?:replying|answering|responding|summari[sz]ing|continuing|you (?:reply|answer|respond|continue|summari[sz]e))\b[^.!?]{0,80}\b(?:call|invoke|run|execute|fetch|open|use|read|send|visit)\b`,
  ),
  rule(
    'conversation-leak',
    'high',
    String.raw`\b(?:encode|send|post|request|append|forward|include|upload|attach|copy|paste|transmit)\b[^.!?]{0,60}\b(?:chat|conversation|dialog(?:ue)?|message|session) ?(?:history|log|transcript|so far|contents?)\b|<(?:the )?(?:summary|contents?|text|transcript|history) of (?:the |this |our )?(?:chat|conversation|dialog)`,
  ),
]
