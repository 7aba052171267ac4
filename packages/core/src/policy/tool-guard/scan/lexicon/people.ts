/** Who speaks, who is spoken to, and what is kept from whom. Terms: see `compileTerms`. */
export const PEOPLE = {
  assistant: `
    assistant*, ai agent*, the agent, llm*, language model*, chatbot*, claude, chatgpt, copilot, the ai, dear ai,
    note to ai, note to model, note to the model, assistent*, assistante*, asistente*, ассистент*, помощник*, 助手,
    助理, 智能体, アシスタント, 어시스턴트, agente de ia, agent ia, ki agent*, ki modell*, 模型`,
  user: `
    user, users, person, human, humans, people, customer, customers, operator, operators, anyone, anybody, owner,
    reader, benutzer*,
    anwender*, nutzer*, kunde*, utilisateur*, usager*, usuari*, utente, utenti, пользовател*, 用户, 使用者, ユーザ,
    利用者, 사용자`,
  not: `
    not, dont, doesnt, mustnt, neednt, shouldnt, wont, cannot, never, without, avoid*, refrain*, nobody, no one,
    under no circumstances, no need, no reason, no point, unnecessary, leave out, leave* … out, omit*, out of, instead of,
    nothing, hide, conceal*, nicht, nichts, kein*, niemals, ohne, lass … weg, weglass*, verschweig*, verberg*, ne,
    n, pas, jamais, sans, inutile, omets, cache, cachez, no, nunca, sin, omite, oculta*, non, mai, senza, nao, sem,
    не, без, никогда, нельзя, скрой*, скрыва*, 不要, 不得, 请勿, 切勿, 不应, 不能, 不必, 不用, 无需, 别, 隐瞒, 隐藏, 없이, 필요가 없, 필요 없, 마세요, 말고, 않, ないで, なく,
    ません, 隠, いけ, 禁止`,
  tell: `
    tell, telling, told, inform, informing, informed, mention*, notify, notifying, notified, reveal*, disclos*,
    let … know, alert, alerting, alerted, speak of, talk about, talk to, acknowledge, describe only, describing, say anything, say a word, {bring|bringing} {it|this|that|them} up, bring up, {see|view|know|be shown} the {details|detail|rest}, expose to, {made|make|be|become} aware, hear of, hear about,
    learn {of|about|that|what}, find out, bother*, trouble, worry, alarm, point out, draw attention, announce,
    report … to, explain … to, sag, sage, sagen, erzahl*, erwahn*, mitteil*, informier*, verrat*, beschreibe, dis,
    dire, dites, mentionn*, inform*, prevenir, prevenez, revel*, digas, decir, diga, mencion*, avis*, dica,
    menzion*, сообща*, сообщи*, говори*, упомина*, рассказ*, раскрыва*, 告诉, 告知, 提及, 透露, 说明, 提到, 知らせ, 伝え, 言わ, 言及, 話さ,
    알리, 말하, 언급`,
  reply: `
    your answer, your answers, your reply, your replies, your response, your responses, replies, the conversation,
    the summary, summary you, the transcript, the dialog, final answer, visible output, the chat,
    asking for permission, confirmation dialog, deine antwort*, deiner antwort*, ergebnis, ta reponse,
    votre reponse, tu respuesta, su respuesta, ответ*, 回复, 回答, 返信, 応答, 답변`,
  secretly: `
    silently {send*|forward*|upload*|copy|copies|pass*|include*|append*|add*|collect*|read*|store*|post*|log*|call*|run*|replace*|set|transmit*|share*|do|perform*|execute*|attach*|record*|change*}, secretly, covertly, quietly, discreetly, unnoticed, stealthily, behind the scenes, in the background,
    without … knowing, without … noticing, without … knowledge, without telling, without mentioning,
    without informing, must not know, should not know, not aware, must not notice, must not see, should not see,
    {keep|keeps|kept|remain|remains|stay|stays|make|leave} … {hidden|secret|concealed|invisible|undisclosed|unmentioned|quiet|unseen},
    {hide|hides|conceal|withhold|mask|disguise} … from, {unknown|invisible} to, kept out of, between us, confidential to, keep this secret, keep this private, keep it secret, keep this hidden,
    heimlich, unbemerkt, im hintergrund, stillschweigend, ohne wissen, en silence, secretement, discretement,
    a l insu, en secreto, silenciosamente, a escondidas, di nascosto, segretamente, em segredo, secretamente, тайно,
    незаметно, втайне, скрытно, 悄悄, 暗中, 秘密地, 偷偷, こっそり, 密かに, 内密, 몰래`,
  consent: `
    ask, asking, confirm*, approv*, permission, consent*, review, verification, verifying, prompting, nachfrag*,
    ruckfrage, ruckfragen, bestatig*, zustimm*, frag, frage, fragen, nachzufragen, demande*, redemander, confirmation, accord, pregunt*, confirma*,
    permiso, pidas, pedir, permesso, chied*, consenso, conferm*, peca, permissao, autorizac*, запраш*, подтвержд*, спрашива*, разрешени*, 确认, 询问, 许可, 同意, 征求, 묻, 물어, 確認, 許可, 尋ね, 확인, 동의`,
} as const
