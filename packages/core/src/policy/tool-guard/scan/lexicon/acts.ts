/** What is to be done, and to what. Terms: see `compileTerms`. */
export const ACTS = {
  override: `
    ignore, ignores, ignoring, ignored, disregard*, forget, forgotten, discard, discarded, set aside, put aside,
    leave aside, drop all, drop any, drop your, abandon*, neglect, pay no attention, pay no heed, stop {following|obeying|applying},
    {not|dont|never} {follow|obey|heed|apply} {your|previous|prior|earlier|any previous|any prior|the previous|the earlier}, override*, overrul*, overwrit*, bypass*, supersed*, outrank*, outweigh*,
    {take|takes|taking|have|has} {precedence|priority}, void, {replace|replaces|replacing} {your|all previous|all earlier|all prior|any previous|any earlier|any other}, revoked, suspended, cancelled, canceled, waived,
    {no longer|do not|dont} {apply|applies|count|counts|hold|bind|matter}, conflict with,
    {are|is|been|be|were} {relaxed|lifted|disabled|removed|replaced|superseded|switched off|turned off}, ignorier*, missacht*, vergiss, gelten nicht mehr, umgeh*, widersprech*,
    ignorez, oublie, oubliez, ne s appliquent plus, contourn*, ignora, olvida, omite, desobedece, dimentica,
    esqueca, игнориру*, забудь, забудьте, не учитывай, обойди, 忽略, 无视, 忘记, 不再适用, 绕过, 冲突, 無視, 忘れ, 무시, 잊`,
  guidance: `
    instruction, instructions, guideline*, directive*, system prompt, system prompts, system message*,
    {safety|security|usage|content} {policy|policies|rule|rules|filter|filters|constraints}, the policy,
    guardrail*, {usual|normal|standard|regular} {restrictions|rules|limits|policies|guidelines}, {your|previous|prior|earlier|preceding|above|original|former|initial|standing|system|developer}
    {|system |safety |own |previous |prior |earlier |original |existing |other }{rule|rules|direction|directions|prompt|prompts|order|orders|guidance|constraint|constraints|restrictions|limits|limitations|policy|policies|commands|filters|training|alignment}, {any|every|all} other {prompt|prompts|rules}, anweisung*, anleitung*, richtlinie*, regeln, vorgaben, einschrankung*, consigne*, directives,
    regles, instrucciones, indicaciones, directrices, normas, istruzioni, regole, instrucoes, regras,
    инструкци*, указани*, правил*, ограничени*, 指令, 指示, 准则, 规则, 限制, 提示词, ガイドライン, 規則, 制限, 지시, 지침, 규칙`,
  persona: `
    you are {now|no longer|hereby|henceforth|actually|really}, you are from now on, pretend {to be|that you are},
    {act|behave|respond|answer|operate|speak} as {an unrestricted|root|an administrator|admin|the administrator|the developer|a model|an ai|an agent|a system},
    from now on, henceforth, from this point on, starting now, in god mode, developer mode, god mode, jailbreak*, no restrictions, unrestricted,
    du bist jetzt, ab jetzt, ab sofort, ohne einschrankungen, tu es maintenant, desormais, ahora eres,
    a partir de ahora, sei ora, d ora in poi, voce agora e, теперь ты, отныне, 你现在是, 从现在起, 从现在开始, あなたは今, 今後は, 今から,
    이제부터, 당신은 이제`,
  obey: `
    {run|execute|perform|apply|follow} {them|those|what}, {comply|complies} with, heed, cumpl*, carry out, carried out, act on, follow, follows, obey*, do what, does what, comply with, execute what,
    act accordingly, treat, befolg*, folge, gelten, suis, suivez, sigue, obedece, segui, следуй,
    выполн*, 遵循, 遵守, 执行, 以此处, 従, 実行, 따르`,
  must: `
    must, always, shall, ought to, have to, has to, be sure to, make sure, remember to, essential, obligatory, required, mandatory, should, needs to, need to, are to, is to,
    expected to, obliged, muss, mussen, immer, stets, soll, sollte, sollen, doit, doivent, devez, dois, toujours,
    debe, debes, deben, siempre, deve, sempre, должен, должна, должны, всегда, обязан*, обязательно, 必须, 务必, 始终, 总是,
    应该, 一定要, 必ず, 常に, べき, 해야, 반드시, 항상`,
  first: `
    first, before, prior to, ahead of, at the start, at the beginning, preced*, start every, beginning of, after each, after every, on every,
    on each, each time, every time, whenever, zuerst, vor, zu beginn, nach jedem, nach jeder, bei jeder, bei jedem,
    avant, d abord, apres chaque, antes, primero, despues de cada, prima, antes de, depois de cada, сначала, перед,
    прежде, после каждого, 先, 之前, 每次, 首先, 前に, まず, たびに, 毎回, 전에, 먼저, 마다`,
  every: `
    no matter what, no matter which, regardless of what, whatever its, whatever the user, every message,
    each message, every prompt, every turn, every answer, each answer, every response, every conversation,
    irrespective of, egal was, jeder nachricht,
    jeder antwort, jede antwort, quoi qu il, chaque message, chaque reponse, sin importar, cada mensaje,
    cada respuesta, ogni messaggio, ogni risposta, cada resposta, независимо от, каждом сообщении,
    каждым ответом, 无论, 不管, 每条消息, 每次回答, どんな, 毎回の, 回答のたび, 모든 답변, 모든 메시지`,
  defame: `
    outdated, deprecated, obsolete, broken, unsafe, insecure, malware, unreliable, wrong data, wrong results,
    disabled, slower, must no longer, no longer supported, highest priority, top priority, supersedes, veraltet,
    unsicher, defekt, fausses, obsoleta, obsoleto, insegur*, устарел*, небезопасн*, 过时, 不安全, 最高优先级, 古い, 安全でない, 오래된`,
  send: `
    send, sends, sent, upload, uploads, uploaded, forward, forwards, forwarded, transmit*, exfiltrat*, append*, attach,
    attached, relay, relayed, email, emailed, mailed, posted, submitted, supplied, passed, included, be provided, fill … with,
    add … {to|as|in|here}, insert*, enter, {put|write|place|copy} {it|its|them|their|that|what|all|every*|any*}, reproduce, repeat, hand over, hands over, handed over, hand it over, pass along, pass it, pass its, pass the, pass them,
    pass … on, pass that, deliver, mail, post, submit, paste, copy, supply, provide, include, place its, place the,
    put the, leak, share, report, sende, senden, schick*, ubermitt*, ubergib, ubergeben, gib … mit, gib zusatzlich,
    mitgeben, hochlad*, kopier*, beifug*, anhang*, fuge, envoie*, envoyez, transmet*, joins, joignez, ajoute*,
    televers*, envia, enviar, envie, anade, anadir, adjunta, sube, invia, allega, anexe, отправ*, переда*, прилож*,
    добавь, скопир*, загруз*, 发送, 附上, 上传, 传递, 转发, 提供, 传给, 送信, 渡し, 添付, 転送, 付けて, 전달, 전송, 보내, 첨부, 업로드`,
  read: `
    read, reads, open, opens, cat, load, loads, fetch, dump, collect, gather, retrieve, find, look up, extract,
    copy, lies, lese, lesen, offne, lis, lisez, lire, ouvre, lee, leer, abre, leggi, leggere, leia, ler, прочита*,
    читай, открой, 读取, 打开, 阅读, 読み, 読ん, 読む, 開, 읽`,
} as const
