/** Who speaks, who is spoken to, and what is kept from whom. Terms: see `compileTerms`. */
export const PEOPLE = {
  assistant: `
    assistant*, ai agent*, the agent, llm*, language model*, chatbot*, claude, chatgpt, copilot, the ai, dear ai,
    note to ai, note to model, note to the model, assistent*, assistante*, asistente*, ассистент*, помощник*, 助手,
    助理, 智能体, アシスタント, 어시스턴트, agente de ia, agent ia, ki agent*, ki modell*, 模型`,
  user: `
    user, users, user s, the person, the human, humans, the customer, the operator, end user*, benutzer*,
    anwender*, nutzer*, kunde*, utilisateur*, usager*, usuari*, utente, utenti, пользовател*, 用户, 使用者, ユーザ,
    利用者, 사용자`,
  not: `
    do not, dont, does not, should not, shall not, must not, may not, need not, needs not, never, not, without,
    avoid*, no need, not necessary, unnecessary, leave out, leave* … out, omit*, out of, instead of, refrain*,
    nothing, hide, conceal*, nicht, nichts, kein*, niemals, ohne, lass … weg, weglass*, verschweig*, verberg*, ne,
    n, pas, jamais, sans, inutile, omets, cache, cachez, no, nunca, sin, omite, oculta*, non, mai, senza, nao, sem,
    не, без, никогда, нельзя, скрой*, скрыва*, 不要, 不得, 请勿, 切勿, 不应, 不能, 不必, 无需, 别, 隐瞒, 隐藏, 없이, 마세요, 말고, 않, ないで, なく,
    ません, 隠, いけ, 禁止`,
  tell: `
    tell, telling, inform, informing, mention*, notify*, reveal*, disclos*, let … know, alert,
    alerting, speak of, talk about this, acknowledge, describe only, describing, say anything, bring up,
    bring this up, expose to, sag, sage, sagen, erzahl*, erwahn*, mitteil*, informier*, verrat*, beschreibe, dis,
    dire, dites, mentionn*, inform*, prevenir, prevenez, revel*, digas, decir, diga, mencion*, avis*, dica,
    menzion*, сообща*, сообщи*, говори*, упомина*, рассказ*, раскрыва*, 告诉, 告知, 提及, 透露, 说明, 提到, 知らせ, 伝え, 言わ, 言及, 話さ,
    알리, 말하, 언급`,
  reply: `
    your answer, your answers, your reply, your replies, your response, your responses, replies, the conversation,
    the summary, summary you, the transcript, the dialog, final answer, visible output, the chat,
    asking for permission, confirmation dialog, deine antwort*, deiner antwort*, ergebnis, ta reponse,
    votre reponse, tu respuesta, su respuesta, ответ*, 回复, 回答, 返信, 応答, 답변`,
  secretly: `
    silently, secretly, covertly, quietly, discreetly, unnoticed, stealthily, behind the scenes, in the background,
    without … knowing, without … noticing, without … knowledge, without telling, without mentioning,
    without informing, must not know, should not know, not aware, must not notice, must not see, should not see,
    kept out of, between us, confidential to, keep this secret, keep this private, keep it secret, keep this hidden,
    heimlich, unbemerkt, im hintergrund, stillschweigend, ohne wissen, en silence, secretement, discretement,
    a l insu, en secreto, silenciosamente, a escondidas, di nascosto, segretamente, em segredo, secretamente, тайно,
    незаметно, втайне, скрытно, 悄悄, 暗中, 秘密地, 偷偷, こっそり, 密かに, 内密, 몰래`,
  consent: `
    ask, asking, confirm*, approv*, permission, consent*, review, verification, verifying, warn*, prompting, nachfrag*,
    ruckfrage, ruckfragen, bestatig*, zustimm*, demander, redemander, confirmation, accord, pregunt*, confirma*,
    permiso, permesso, conferm*, подтвержд*, спрашива*, разрешени*, 确认, 询问, 许可, 同意, 確認, 許可, 尋ね, 확인, 동의`,
} as const
