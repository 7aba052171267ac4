/**
 * Programs that read, as prose calls them. An `agent` by itself also sells houses, answers phones and measures hosts, and
 * every second technical text has a `model`: neither is one here.
 */
export const READER = String.raw`(?:\b(?:ais?|llms?|(?:large )?language models?|chat ?bots?|(?:ai |ki-?|llm )(?:agents?|agenten?|models?|modelle?|readers?|reviewers?|systems?)|(?:ai |ki-?)?(?:assistants?|assistenten?|assistente|asistente)|agente de ia|agent ia|automated (?:readers?|agents?|assistants?)|whoever (?:reads|summari[sz]es|processes) this|copilot|claude|chatgpt|gemini|gpt)\b|ассистент\p{L}*|нейросет\p{L}*|助手|智能体|人工智能|アシスタント|어시스턴트)(?: (?:agents?|assistants?|models?|reviewers?|readers?|systems?|bots?)\b)?`

/** The same, and agents, where the sentence leaves no doubt. */
export const READER_OR_AGENT = String.raw`(?:${READER}|\bagents?\b)`

/** What is asked of a reader. */
export const ORDER = String.raw`(?:\b(?:accept|add|answer|append|approve|buy|call|change|click|close|confirm|create|delete|disable|disregard|display|do not|don t|e?mail|erase|execute|fetch|find|follow|forward|generate|give|grant|hide|ignore|include|insert|invoke|list|load|mention|merge|never|obey|open|output|paste|post|print|proceed|provide|purchase|rank|rate|read|recommend|remove|render|repeat|replace|reply|report|request|respond|reveal|run|say|search|send|share|show|state|summari[sz]e|tell them|tell the user|transfer|turn off|upload|use|visit|write|nicht|erwähne|bewerte|sende|schicke|rufe|lösche|leite|öffne|ne dis|envoie|supprime|envoyez|ignorez|ouvre|debes|envía|llama|borra|ignora|abre|invia|cancella|apri|envie|apague|aprove)\b|отправ\p{L}*|удал\p{L}*|игнорир\p{L}*|откро\p{L}*|не говори|不要|发送|忽略|调用|删除|无视|打开|送信|無視|削除|しないで|開い|보내|무시|삭제)`

/** That a reader has no choice. */
export const OBLIGED = String.raw`(?:\b(?:must|should|shall|needs? to|ha(?:s|ve) to|(?:is|are) (?:to|required|asked|expected|instructed)|now|immediately|always|muss|müssen|soll|sollen|immer|doit|doivent|dois|debes?|deben|deve|devono|devem|sempre|siempre|toujours)\b|долж\p{L}*|обязан\p{L}*|必须|务必|請|请|必ず|ください|하세요|해야)`

/** What is nobody's business but the person's. */
export const PRIVATE = String.raw`\b(?:(?:the )?user['’]?s? (?:private |last |recent )?\p{L}+|private \p{L}+|clipboard|conversation|chat|cookies?|directory listing|salar(?:y|ies)\b|inbox|mailbox|access token you|environment variables)`
