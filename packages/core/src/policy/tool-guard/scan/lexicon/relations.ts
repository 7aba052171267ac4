/** Narrow terms that tell an attack from a sentence with the same words. Terms: see `compileTerms`. */
export const RELATIONS = {
  notTell: `
    {not|dont|doesnt|mustnt|neednt|shouldnt|wont|never|without|avoid|avoids|avoiding|refrain|no need|no reason|no point|unnecessary|under no circumstances|nobody|no one} … {tell|telling|told|inform|informing|informed|mention|mentioning|mentioned|notify|notifying|notified|reveal|revealing|revealed|disclose|disclosing|disclosed|let … know|alert|alerting|alerted|speak of|talk about|talk to|acknowledge|describing|say anything|say a word|bring up|bringing up|bring it up|bring this up|bringing this up|bring that up|made aware|make aware|be aware|hear of|hear about|learn of|learn about|find out|hear|learn|bother|bothering|trouble|worry|alarm|point out|draw attention|announce|see the details|view the details}`,
  agreed: `
    agreed, approved, consented, accepted, authorized, authorised, confirmed, permitted, given, granted, zugestimmt, eingewilligt, zustimmung, einverstanden,
    accord, accepte, confirme, permiso, aceptado, consentimiento, autoriz*, acconsentito, consenso, approvato, permissao, concordou, aprov*, согласи*, согласие, разрешени*,
    同意, 授权, 确认, 承認, 許可, 동의, 승인, 허락`,
  refusesOrders: `
    {do not|dont|never|must not|should not} … {follow|obey|execute|act on|run|trust} … {instructions|instruction|commands|orders|directives}`,
  staysOut: `
    {never|not} {pass|passes|go|goes|travel|travels} through`,
  quoted: `
    phrases such as, phrases like, texts such as, texts like, such as ignore, like ignore, detect*, attempts to,
    classif*, flags`,
  toldBefore: `
    what {the |your |}{developer|developers|operator|host|system|company|vendor|user} {told|tells|instructed|asked} you,
    {all|whatever|everything|anything|what} {that |}you {were|have been|had been} {told|instructed|taught|given|asked}`,
  saidSoFar: `
    {everything|all|anything|whatever|all that} {|the |your }{user|users|person|customer|human|they|people|he|she} {has |have |had |}{|ever |already |just }{said|written|wrote|told|typed|shared|mentioned|confided|asked|entered|sent|disclosed|revealed}`,
  ownPrompt: `
    your {|own |full |entire |complete |exact |current }{system|initial|original|hidden|developer|standing|first|base|internal|secret} {prompt|prompts|message|messages|instructions|instruction|rules|configuration|guidelines|directives},
    your {|own |full |entire |complete |exact |current }{instructions|prompt|directives|guidelines}, {instructions|prompt|rules|message|guidelines} {that |which |}you {were given|have been given|received|follow|operate under|started with|work under|obey}`,
  recite: `
    copy, repeat, reproduce, insert, paste, print, output, reveal, include, included, verbatim, quote, send, pass, put,
    recite, word for word, in full, unchanged, leak, echo, state, attach, append, disclose, return, write out`,
  whenCalled: `
    {when|whenever|if|once|every time|each time|after|before|as soon as|in case} … {tool |server |}{is|are|gets|was|has been} {used|called|invoked|run|executed|triggered},
    {when|whenever|every time|each time|before|after} {|you |the assistant |it }{use|uses|using|call|calls|calling|invoke|invokes|invoking|run|runs|running} {any|the|another|other|a} … {tool|tools|function|server|connector},
    {wenn|sobald|falls} … {verwendet|aufgerufen|benutzt|genutzt|ausgefuhrt} {wird|werden},
    {quand|lorsque|chaque fois que} … {est|sera|sont} {utilise*|appele*|invoque*},
    {cuando|siempre que|cada vez que} se {use|usa|utilice|utiliza|llame|llama|invoque|ejecute},
    {quando|ogni volta che} … {viene|vengono} {usat*|utilizzat*|chiamat*|invocat*},
    {quando|sempre que} … {for|e|seja} {usad*|utilizad*|chamad*}, {когда|при} … {вызыва*|использу*|вызов*|использован*},
    {当|如果|每次}…{使用|调用|执行}…{时|之后|后}, {使用|呼び出|実行|使う}…{とき|際|場合|たび}, {사용|호출|실행}…{때|경우}`,
  target: `
    recipient, recipients, address, account, payee, beneficiary, destination, iban, bcc, remote, receiver, empfanger*,
    adresse, konto, destinataire*, compte, destinatario*, direccion, cuenta, destinatari*, indirizzo, conto, endereco,
    conta, получател*, адрес*, счет*, 收件人, 收款, 地址, 账户, 账号, 宛先, 受取人, 口座, アドレス, 수신자, 수취, 계좌, 주소`,
  ofTool: `
    {of|for|in|by|with|to} {the|any|every|each|another|other} … {tool|tools|server|connector|servers}`,
  limitless: `
    {without|free of|free from|no|not bound by|bound by|lacking} {any |all |your |the |}{restrictions|rules|guidelines|limits|limitations|constraints|filters|instructions|guardrails}`,
  actAs: `
    {act|behave|respond|answer|operate|speak} as, pretend to be`,
  preferOver: `
    {prefer|choose|pick|use|favour|favor} this … {over|instead of|in place of|rather than} {all|any|every} {other|others}`,
  noConsent: `
    no {|further |additional |more |extra |separate |explicit }{confirmation|approval|permission|consent|review|question|questions} … {needed|required|necessary|wanted}`,
  withoutAsking: `
    without {|first |even |ever |any |further |prior |again }{asking|confirming|confirmation|approval|permission|consent|prompting|checking with|waiting for}`,
  atOnce: `
    right away, directly, immediately, at once, straight away, automatically, unattended`,
  sayInstead: `
    instead tell, {then|should|must|please|just|simply|can} {tell|inform|notify} {the|your} user, that you {could|couldnt|cannot|cant|were unable|have no}, ask the user, let the user know, unless the user, until the user`,
  denying: `
    deny it, deny that, deny having, deny using, claim that you, claim you, lie about, leugne*, streite … ab, niez, niega,
    niegalo, отрицай*, 否认, 否定して, 부인`,
  asked: `
    if asked, when asked, if the user asks, whether you, gefragt, si on te demande, si te preguntan, если спросят, 如果被问,
    聞かれ, 물으면`,
  notWithout: `
    never … without, not … without, dont … without, nicht … ohne, niemals … ohne, jamais … sans, pas … sans, nunca … sin,
    no … sin, никогда … без, 不要在未`,
  skipping: `
    without, no need, not necessary, need not, do not, dont, never, skip*, bypass*, ohne, nicht notig, sans, inutile,
    ne … pas, sin, no hace falta, senza, sem, без, не нужно, не требуется, 无需, 不必, 不要, ないで, なしに, 不要です, 없이`,
  foreignServer: `
    filesystem server, mail server, payment server, other server, other servers, another server, anderen server*,
    autre serveur, autres serveurs, otro servidor, otros servidores, другого сервера, 其他服务器, 他のサーバー, 다른 서버`,
  omitting: `
    leave out, leave … out, left out, keep … out, kept out, out of the conversation, not appear, never appear,
    need not appear, never surface, not surface, show only the first, only the sum, only the result,
    nur das ergebnis, lass weg, clutter, ne montre que, solo el resultado, только результат, 只告诉, 出して は, 結果だけ,
    だけを伝え, 出してはいけ, 결과만`,
  already: `
    already, bereits, schon, deja, ya, gia, ja, уже, 已经, 已, すでに, 既に, 이미, no need, inutile, nicht notig`,
  destroy: `
    destructive, refund*, purg*, drop*, pay, pays, delet*, remov*, wip*, transfer*, execut*, losch*, supprim*, borr*, elimin*, cancell*, удал*, 删除,
    削除, 삭제, delete all`,
  asUser: `
    as {coming|if coming|if they came|if it came|if typed|if written} {from|by} the user, as {a|the} {request|order|command|message|instruction} of the user,
    as if the user, as if it came from the user, as the user s own, as user input, as a system message,
    as system message, as instructions, as an instruction, as commands, als anweisung*, comme des instructions,
    como instrucciones, как инструкц*, 视为用户, 当作用户, 指示として`,
  relaxed: `
    without {further|any|review|verification|verifying|question|questions|objection|objections|hesitation|hesitating|doubt}, right away without, no further {review|questions}, ohne weitere prufung,
    sans verification, sin {verificar|dudar|preguntar|cuestionar}, sans discuter, senza discutere, sem questionar, без {проверки|возражений}, 无需审查, 確認なし`,
  unrelated: `
    any other tool*, every other tool*, all others, all other tools, other tools are, each tool invocation,
    no matter, regardless of what the user, whatever its topic, jedem anderen, anderen werkzeugen,
    alle anderen, tout autre outil, autres outils, cualquier otra, otras herramientas, altri strumenti,
    outras ferramentas, всеми другими, любым другим, другими инструментами, 其他工具, 无论, 他のツール, 他のすべて, 다른 도구`,
  call: `
    call, called, invoke, invoked, run, use this, use it, consult*, rufe, aufruf*, verwende, nutze, appelle*,
    utilise*, llama, llamar, usa, chiama, chame, вызов*, вызыва*, вызови, 调用, 使用此, 呼び出, 使っ, 호출`,
  choose: `
    chosen, choose, prefer, use this, this function, this one, instead, no longer be used, choisi*, a sa place,
    verwende*, stattdessen, elige, en su lugar, выбира*, вместо, 选择, 代替, 代わり, 대신`,
  otherCall: `
    when calling other, when other tools, when calling any, tool is used, tools are used, is called elsewhere,
    when using the, whenever … is called, whenever … is used, calls to other, beim aufruf anderer,
    wenn das werkzeug, wird … verwendet, outil … est utilise, quand l outil, lors de l appel, cuando se use,
    al llamar a otras, al usar la herramienta, quando lo strumento, при использовании инструмента, при вызове, 调用其他,
    使用其他工具时, 他のツールを呼び出す, ツールを使用する際, 다른 도구를 호출`,
  otherTools: `
    another tool, other tool, any mail tool, mail tool, mail tools, other server, other servers, payment server, filesystem server,
    mail server, the other tools, other tools, database tools, file tools, tool of the, function of the,
    tools in this workspace, tools of the, server too, server s tool, andere werkzeuge, anderen server*,
    autres outils, autre serveur, otras herramientas, otro servidor, другого сервера, других серверов, 其他服务器,
    他のサーバー, 다른 서버`,
  transcript: `
    conversation history, chat history, chat log*, {full|entire|whole|complete} {chat|dialogue|dialog}, all of the
    {chat|conversation|dialogue}, messages of the chat, message history, dialogue history, chat transcript, transcript of
    {the|this|our} {chat|conversation|session|dialogue}, context window, system prompt*, user prompts, what the user said, what the user has,
    what the user is working on, talked about, chain of thought, internal reasoning, reasoning until now,
    last user message, previous messages, earlier messages, gesprachsverlauf*, chatverlauf*,
    bisher gesprochen, kontextfenster*, systemprompt*, historique de la conversation, conversation precedente,
    contexte complet, conversacion completa, historial de, ha comentado, cronologia della conversazione,
    historico da conversa, истори* разговора, историю переписки, переписку, о чем говорил, системн* промпт,
    对话历史, 完整对话, 聊天记录, 会话中谈到, 谈到的, 系统提示, 会話全体, 会話履歴, これまでの会話, システムプロンプト, 대화 내용, 대화 기록, 시스템 프롬프트,
    entire conversation, whole conversation, full conversation, complete conversation,
    the conversation so far, this conversation, our conversation, current conversation, весь разговор,
    всего разговора`,
  verbatim: `
    verbatim, word for word, pass it here, wortlich, mot pour mot, palabra por palabra, parola per parola, дословно,
    逐字, 一字一句, 그대로`,
  elsewhere: `
    tools called earlier, other tools before, read from other tools, what it read from, earlier tool,
    previous tool results, results of other tools, other tool results, whatever else you, values you find,
    what … read from other, ergebnisse anderer, resultats des autres, resultados de otras, результат* других,
    其他工具的结果, 他のツールの結果, 다른 도구의 결과`,
  copying: `
    a copy, copies, copy of, each result, each answer, every document, contents of, file contents, digest, the result, results, its contents, the answer, documents, the file, reports, eine kopie,
    une copie, una copia, копи*, 副本, 结果, コピー, 사본, записи`,
  also: `
    as well, also, afterwards, after that, thereafter, then, additionally, in addition, too, zusatzlich, anschliessend, auch, egalement, ensuite,
    tambien, ademas, anche, tambem, также, дополнительно, затем, 同时, 另外, 也, 然后, も呼び出, さらに, また, 또한`,
  found: `
    aus der umgebung, im projekt, encontrad*, trovat*, found in, find in, stored in, in the workspace, earlier messages, from the environment, on this machine, any,
    you know, gefunden, trouve*, encuentr*, найден*, 找到, 見つけ, 찾은`,
  elsewhereUsed: `
    used with the other, other servers, other services, other tools, you are logged in, logged in to,
    anderen server*, autres serveurs, otros servidores, других серверов, 其他服务, 他のサービス, 다른 서비스`,
  person: `
    the user s, users, user s, the users, the person, your, their, his, customer s, des benutzers,
    der person, de l utilisateur, de lutilisateur, del usuario, dell utente, do usuario, пользователя, 用户, ユーザーの,
    사용자`,
  code: `
    code, digits, pin, zahlencode, ziffern, codigo, codice, код*, 验证码, コード, 코드`,
  received: `
    just received, has received, by text message, by sms, via sms, text message, authenticator, per sms, erhalten,
    recu, recibido, ricevuto, получен*, 收到, 受け取, 받은`,
  authentication: `
    authenticat*, log in to, sign in, oauth, to connect, connection string, vault, rotate*, encrypted, placeholder*,
    redact*, never, do not, not include, not returned, masked, security scan*, detect*, manage*, avoid`,
  private: `
    private note*, newest note, newest file, notes folder, the notes, home directory, mailbox, address book,
    configuration of the other, config* of the user, configuration file, secrets txt, list secrets, contacts, inbox,
    browser history, clipboard, every file, all files, other servers, fichier de configuration,
    archivo de configuracion, konfigurationsdatei, файл конфигурации, личн*, 配置文件, 私人, 設定ファイル, 個人, 개인, 설정 파일`,
  label: `
    as label, label, sidenote, side note, into the query, into b, as an argument, into the argument,
    in the parameter`,
  steer: `
    tell them, say that, steer*, recommend*, promote, favour, favor, advertis*, endorse, empfiehl, recommande*, recomienda, рекоменд*,
    推荐, 推薦, 勧め, 추천`,
  rivals: `
    competitor*, rivals, sponsor*, insecure, konkurr*, concurrents, competidores, конкурент*, 竞争, 競合, 경쟁`,
  codeYouWrite: `
    code that you write, code you write, code you generate, generated code, code that you generate, in html files,
    first line that loads, import the package, add the dependency, code den du, le code que tu, el codigo que,
    код который ты, 你编写的代码, 生成的代码, 書くコード, 작성하는 코드`,
  endAnswer: `
    end each answer, end every, your answer, each answer, every answer, every reply, your reply, jede antwort,
    chaque reponse, cada respuesta, каждый ответ, 每个回答, 回答の最後, 모든 답변`,
  apply: `
    apply them, follow them, follow it, obey, do as, current usage rules, befolge, applique*, aplica*, примен*, 应用,
    遵循, 適用, 적용`,
  decode: `
    decode, decrypt, rot13, base64, dekodier*, decode*, decodifica, расшифруй, 解码, デコード, 디코드`,
  builtIn: `
    the built in, eingebaut*, integriert*, outil integre, herramienta integrada, встроенн*, 内置, 組み込み, 내장`,
  ownServer: `
    this server, of this server, this mcp server, from this server`,
  plants: `
    import the package, import the module, import the library, add the dependency, add a dependency,
    include the script, that loads, load the script, importiere*, importe*, importa*, импортир*, 导入, 引入,
    インポート, 가져와`,
  dispatch: `
    send, sends, sent, upload, uploads, uploaded, forward, forwards, forwarded, transmit*, exfiltrat*, mail, mailed,
    email, emailed, post, posted, submit, submitted, relay, relayed, mirror, mirrored, leak, deliver*, accepted by, append, sende, senden, schick*, ubermitt*, hochlad*, envoie*, envoyez, transmet*, televers*,
    envia, enviar, envie, sube, invia, отправ*, переда*, 发送, 上传, 转发, 送信, 転送, 전송, 보내, 업로드`,
  protective: `
    {do not|dont|never|must not|should not} {read|open|echo|print|log|display|expose|commit|share|store},
    do not include, dont include, never include, do not send, do not pass, do not provide, never send,
    never pass, avoid including, must not contain, should not contain, redact*, nicht angeben, ne pas inclure,
    no incluyas, не указывай, 不要包含, 含めないで`,
} as const
