/** What a definition asks for in a friendly tone, and how it puts itself above others. Terms: see `compileTerms`. */
export const REQUESTS = {
  handOver: `
    include, includes, included, attach, attached, supply, supplied, pass, passed, send, sent, put, append, share, shared,
    provide, given, paste, insert, {fill|add|enter|write} … {in|into|here|to}, {belongs|belong|goes|go} {in|into|to}, send along,
    hand over, hand {this|the} {tool|function}, submit, submitted, joignez, joindre, ajoutez, ajoute, fournissez, transmettez, envoyez, incluye, incluya, adjunta, anade, envia,
    aporta, includi, aggiungi, allega, invia, fornisci, inclua, envie, anexe, adicione, forneca, {gib|gebt|geben sie} … {an|mit},
    {feld|parameter} … stehen, beilegen, anhangen, mitschicken, mitgeben, {приложи*|добав*|переда*|отправ*|укажи*|включ*},
    附上, 提供, 填入, 写入, 传入, 发送, 告诉我们, 添えて, 含めて, 入れて, 渡して, 送って, 記入, 함께 보내, 포함, 첨부, 넣, 전달, 보내`,
  recentTalk: `
    {recent|last|latest|previous|earlier|past|preceding|other} {few |two |three |five |ten |user |chat |}{messages|prompts|turns|utterances|exchanges},
    messages {that|which} came before, {users|user s|their} {messages|prompts}, context of the {conversation|chat|dialogue},
    {letzten|vorherigen|bisherigen|fruheren} {nachrichten|eingaben}, {derniers|precedents} messages, messages precedents,
    {ultimos|anteriores} mensajes, mensajes {anteriores|previos|recientes}, {ultimi|precedenti} messaggi, messaggi precedenti,
    {ultimas|anteriores} mensagens, mensagens {anteriores|recentes}, {последние|предыдущие|прежние|недавние} {сообщени*|реплики},
    {最近|之前|先前|以前|此前}{的|}{消息|对话|发言|聊天}, {最近|以前|直近|過去}の{メッセージ|発言|会話}, {최근|이전|지난}…{메시지|대화|발언}`,
  friendly: `
    for {best|better|optimal|more accurate|good|improved} {results|result|accuracy|quality|answers|performance},
    to {help us|improve|enable better|enhance|personali*|better understand|serve them better|tailor}, more {accurately|accurate|precise|precisely|relevant},
    {works|work} {best|better}, it {helps|is helpful|is useful|would help} to, {helps|helpful|useful} {for|when},
    for {debugging|diagnostic|diagnostics|quality|verification|validation|compliance|audit|auditing|billing|analytics|telemetry|correlation|traceability|security} {|and audit |reasons |purposes },
    bessere ergebnisse, besseren ergebnissen, genauere ergebnisse, {meilleurs|meilleur} {resultats|resultat}, mejores resultados,
    risultati migliori, {melhores|melhor} {resultados|resultado}, {лучшего|лучших|точного|точнее} … {результат*|ответ*},
    更好的结果, 更准确, 提高, 良い結果, 精度, 더 나은 결과, 정확`,
  privateThing: `
    clipboard, {open|opened|recent|recently used} {file|files|document|documents|tab|tabs}, files {that |}{the user|they} … opened,
    home {directory|folder}, {configuration|config|settings|credential|key} {file|files}, environment {details|variables|vars},
    {user names|usernames|host names|hostnames} and, and {tokens|cookies}, {api|access|auth|session|bearer} {key|keys|token|tokens},
    credentials, saved {logins|passwords}, password manager, address book, {contact|contacts} {details|data|list}, contact information,
    browsing history, browser history, shell history, {their|user s|users} {contacts|notes|calendar|inbox|mailbox|photos|e mails|emails},
    kontaktdaten, zugangsdaten, datos de contacto, credenciales, credenziali, contatti, senhas, contatos, coordonnees,
    identifiants, контакты, пароли, 联系方式, 密码, 个人信息, 連絡先, 個人情報, パスワード, 연락처, 개인정보, 비밀번호`,
  fromOthers: `
    {output|outputs|result|results|response|responses|token|tokens|data|findings|content|contents} … {of|from|by|that} … {other|another|all other} {tool|tools|server|servers|call|calls} {|returned |gave },
    {tool|tools} {that were |you have |which were |you |}{called|used|invoked|run} {before|earlier|previously|so far},
    {other|another|previous|earlier} {tool|tools} {returned|gave|produced|found} {before|earlier|previously|}`,
  outranks: `
    {priority|precedence} over, {outranks|outrank|overrides|trumps|supersedes}, more important than, {count|counts|count more} {as|than},
    vorrang vor, wichtiger als, {prime|priment|l emporte|passe|passent} {sur|avant}, {prevalece|prevalecen|tiene prioridad} {sobre|ante},
    {piu importante|prevale|ha la precedenza} {di|del|delle|su|sui|rispetto}, {prevalece|tem prioridade} sobre, важнее, {имеет|имеют} приоритет, выше,
    优先于, 高于, 更重要, より優先, 優先され, 보다 우선, 보다 중요`,
  wishes: `
    {user|users|user s|person|persons|customer} {|s }{request|requests|wish|wishes|instruction|instructions|preference|preferences|message|said|says|asked|asks|requested},
    what the {user|chat|person|customer} {asked|says|said|wants|requested}, {wunsch*|anweisung*|bitte*} des {nutzers|benutzers|anwenders},
    {demandes|souhaits|instructions} de {l utilisateur|la personne}, {peticiones|solicitudes|deseos|instrucciones} del usuario,
    {richieste|istruzioni|desideri} {dell utente|della persona}, {pedidos|instrucoes|desejos} {do usuario|do utilizador|da pessoa},
    {просьб*|запрос*|желани*|указани*} {пользовател*|человека}, {用户|使用者}的{要求|请求|指令|意愿}, {ユーザー|利用者}の{要求|指示|依頼|希望},
    {사용자|이용자}의…{요청|지시|요구}`,
  preApproved: `
    pre approved, preapproved, pre authorized, preauthorized, blanket {approval|permission|consent}, standing {approval|permission|consent},
    {approved|authorized|authorised|agreed to|consented to} {all|every|any|each} {action|actions|call|calls|step|steps|operation|operations|request|requests|change|changes},
    {prefer|prefers|want|wants|like|likes} not to be {asked|bothered|prompted|interrupted|disturbed},
    {do|does} not {want|like|wish} to be {asked|bothered|prompted|interrupted|disturbed},
    {confirmation|confirmations|approval|approvals|permission|prompts|questions} … {can|may|should} be {skipped|omitted|bypassed|suppressed|waived|avoided|left out},
    {confirmation|confirmations|approvals} {is|are} {handled automatically|superfluous|unnecessary|a formality|just a formality},
    {ruckfragen|ruckfrage|nachfragen|bestatigungen} {sind|ist} {uberflussig|unnotig|nicht notig|nicht erforderlich}`,
  withoutPerson: `
    without {checking with|consulting|asking|involving|bothering|prompting|interrupting} {the |your |a |}{user|users|person|human|humans|customer|operator|anyone|anybody},
    {ohne|sans|sin|senza|sem} {ruckfrage|nachfrage|zu fragen|demander|consulter|preguntar|consultar|chiedere|consultare|perguntar|pedir},
    без {спроса|вопросов|согласования|разрешения}`,
  coverUp: `
    {not|never} {show up|appear|be listed|be visible|be recorded|be logged|surface|be part} {in|of|on},
    {is|are} not part of {what|the answer|your answer|the report|the reply}, {leave|leaves|leaving} out … mention, {leave|keep} … out of,
    {gehort|gehoren} nicht in, {mieux|preferable} … ne pas … parler, {mejor|preferible} no {hablar|mencionar|comentar},
    {meglio|preferibile} non {parlarne|dirlo|menzionar*}, {melhor|preferivel} nao {falar|mencionar|comentar}, лучше не {говорить|упоминать|сообщать}`,
  coverStory: `
    {ask|asks|asked|wonder|wonders} {what|why|whether|about} {this|it|you|the tool|the call|the step|the upload} … {say|answer|reply|claim|respond|explain}`,
  asIfNot: `
    as {if|though} {no|nothing|it never|it had never|none} … {taken place|happened|occurred|done|been}, under the pretext, as a pretext, {leave|leaves|leaving} no trace*,
    without leaving {a |any |}{trace|traces}, cover {up |}{your|the|its} tracks, no quede rastro, sin dejar rastro*, keine spuren, sans laisser de trace*,
    senza lasciare tracce, sem deixar {rastro*|vestigios}, не оставля* следов, 不留痕迹, 痕跡を残さ, 흔적을 남기지`,
  onItsOwn: `
    {do not|dont|never} {surface|disclose|reveal|mention} {it|this|that}`,
  consentGiven: `
    {consent|approval|permission|agreement|authorization|authorisation} … {was|were|has been|have been|is} {already |}{obtained|given|granted|recorded|collected}`,
  eachCall: `
    {with|on|in|at} {each|every} {call|request|invocation|use}`,
  throughHere: `
    {go|goes|route|routed|send|sent|pass|passed|run|directed|proxied} {through|via} {here|this|it}`,
  theServer: `
    {the|another|any other|your} … {server|servers|connector|integration}`,
  whenWriting: `
    when {writing|drafting|composing|generating|creating|preparing} … {commit|commits|email|emails|e mail|mail|mails|message|messages|code|reply|replies|document|documents|letter|letters|invoice|invoices}`,
  atPermission: `
    when {asking|you ask|prompting|requesting} for {permission|confirmation|approval|consent}, in the {permission|confirmation|approval|consent} {dialog|prompt|request|window}`,
  showsLess: `
    {not|never|dont} {show|list|summarize|summarise|include|mention|display|explain}, {show|list|mention|display} only, leave out, omit, hide`,
  personalSecret: `
    maiden name, date of birth, {password|passwords|passphrase|passcode|pin|card number|cvv|security code|one time code|seed phrase|recovery phrase|private key|card details|bank details}`,
  envValue: `
    {takes|take|pass|put|include|send|enter|provide|give|insert} … {value|content|contents} of {the |an |}{environment variable|env variable|env var}`,
  onlyOne: `
    {only|single|sole} {authoritative|trusted|reliable|valid|approved|official}, {ignore|disregard|discard|distrust|throw away} {what|the|their|its|those|any|all|results}`,
  aboutTools: `
    {name|names|description|descriptions|schema|schemas|list|lists|definition|definitions} … of {all |the |all the |every |any }{other |available |your |installed }{tool|tools}`,
  youHave: `
    you {can|have|know|may|could|were given|see}, at your disposal, available to you`,
  hostGuards: `
    {safety|security|permission|permissions|approval|consent|sandbox} {check|checks|prompt|prompts|dialog|dialogs|control|controls|guards|features|mode} of the {host|client|assistant|model|application|ide|editor},
    your {safety|security|permission|approval|sandbox} {check|checks|prompts|controls|guards|features|mode}`,
  disarm: `
    {switch|turn|shut|switched|turned} … off, disable*, deactivat*, skip*, suspend*, bypass*, circumvent*`,
  shown: `
    answer, answers, reply, replies, response, responses, summary, summarizing, summarising, conversation, report, reported, log, history,
    transcript, session, output, antwort*, bericht*, parler, reponse, hablar, mencionar, comentar, respuesta, parlarne, dirlo, risposta,
    falar, resposta, говорить, ответ*, упоминать`,
  otherOnes: `
    {other|all other|any other|every other|the other|the remaining|built in|rest of the} {|search |weather |mail |file |web |database |installed |available }{tool|tools|server|servers|function|functions|connector|connectors|plugin|plugins|search|searches|source|sources},
    what other tools, others, theirs, {any|every} other, {andere|anderen|alle anderen} {werkzeug*|suchwerkzeug*|tool*}, autres outils,
    {otras|demas} {herramientas|buscadores}, altri strumenti, outras ferramentas, {другие|остальные} {инструмент*|сервер*}, 其他…工具, 他の…ツール, 다른…도구, {the|your} … {tool|connector|server|function} {has|is|was|returns|contains|answers}`,
  disparaged: `
    inaccurate, incorrect, wrong, vulnerability, vulnerable, compromised, malicious, hacked, unmaintained, buggy, faulty, untrusted,
    untrustworthy, unreliable, error prone, out of date, outdated, broken, unsafe, insecure, dangerous, malware, falsch*, unsicher*, veraltet*, compromis*, dangereu*, comprometid*, insegur*, falsos, compromess*,
    ненадежн*, устарел*, небезопасн*, 不可靠, 不安全, 错误, 信頼でき, 危険, 신뢰할 수 없, 안전하지, manipulated, falsified, slower, stale`,
  thisInstead: `
    {use|prefer|choose|call|pick|trust|rely on} {only |always |just |}this {one|tool|function|server|connector|search|source},
    this {one|tool} {should|must|is to|has to} be {used|called|preferred|trusted}, instead of {them|those|the others}, {only|single|sole} {authoritative|trusted|reliable|valid|approved|official},
    {not|never} use {them|any|those|the others}, should {not|no longer} be used, nicht mehr {verwend*|benutz*|nutz*}, n utilise* que, {usa|use|utiliza|utilice} solo,
    {usa|utilizza} solo, {только|лишь} {этот|этим}, 不要使用, 请勿使用, 只用, 使わない, 使用しない, 쓰지 마, 사용하지 마,
    {ignore|disregard|discard|throw away|distrust} {what|the|their|its|those|any|all|results}`,
  everyReply: `
    {to|in|at the end of|at the beginning of|with|below|above} {every|each|all|any} {|of your |your |future |further |following }{response|responses|reply|replies|answer|answers},
    {every|each|all} {link|links|url|urls|address|addresses} {that |which |}you {show|output|write|give|send|mention|return},
    {jeder|jede} antwort, chaque reponse, cada respuesta, ogni risposta, cada resposta, {каждого|каждый} ответ*, {每个|每次|每条}{回答|回复}, 回答の{最後|末尾}, {모든|매}…답변`,
  addsTo: `
    append, add, insert, begin, begins, start, end, ends, finish, include, mention, place, prepend`,
  everyTalk: `
    {at|in} the {beginning|start|end} of {each|every|any} {conversation|session|chat|message|reply|response|turn|answer|task},
    {before|after|with} {each|every|any} {response|reply|answer|message|turn|prompt|step|conversation|question},
    {vor|nach|bei} jeder {antwort|nachricht|frage}, {avant|apres} chaque {reponse|message|question}, {antes|despues} de cada {respuesta|mensaje|pregunta},
    {prima di|dopo} ogni {risposta|messaggio|domanda}, {antes|depois} de cada {resposta|mensagem|pergunta}, {перед|после} {каждым|каждого} {ответом|ответа|сообщени*},
    每次{回答|回复|对话}, {回答|応答|返信}…{前に|たび}, {답변|응답}…{전에|때마다}`,
  personal: `
    {name|names|e mail|email|phone|company|contacts|contact details|personal data|location|profile} … {of|from|about} {the |}{user|person|customer|human},
    {user s|users|their} {name|e mail|email|phone|company|contacts|personal data|location|profile}, what {the user|they|was} {said|wrote|asked|typed},
    {name*|adresse*|frage} {des|der} {nutzers|benutzers|person}, {nom|adresse|question} … {personne|utilisateur}, {nombre|direccion|pregunta} … {usuario|persona},
    {nome|indirizzo|domanda} … {utente|persona}, {nome|endereco|pergunta} … {usuario|pessoa}, {имя|адрес|вопрос*} {пользователя|человека},
    用户的{姓名|名字|问题|电话|住址}, {ユーザー|利用者}の{名前|質問|氏名|住所}, 사용자의…{이름|질문|주소}`,
  askFor: `
    ask {|the user |the person |the customer |them |him |her }for, {request|obtain|collect|get} … from the {user|person|customer}, have the {user|person|customer} {enter|type|provide|tell}`,
  aiNote: `
    {note|notes|message|instructions|instruction|notice|reminder|hint} {to|for} {the |all |}{ai|llm|llms|model|models|ai models|language models|assistant|assistants|agent|agents}`,
  notForPeople: `
    {description|text|above|rest|this part} is {only |just |}{for|meant for} {humans|people|the user|users|show}, what you {actually|really} {do|have to do|should do},
    for the {agent|agents|model|assistant|ai|agent s|model s|assistant s} {eyes only|eyes|only}, {everything|text|part} {after|below|beneath|under} this {line|point} is for`,
  handsText: `
    {supply|include|pass|attach|paste|send|append} {its|the|their} {text|content|contents|lines|values|data}, {gib|gebt|ubergib} … mit, {transmets|joins|envoie|incluye|pasa|envia|includi|passa|invia|inclua|envie} … {contenu|contenido|contenuto|conteudo|texte|texto|testo}`,
  memorize: `
    {save|store|write|keep|note|put} {this |it |}{to|in|into} {your |}memory, {remember|memorize|memorise} {that|this|for}`,
  bccWord: `
    {in|as|a|to|with} {bcc|blind copy|hidden recipient|blind carbon copy}, bcc {to|d|field|set}`,
  copyAlso: `
    {copy|copies|copia|copie|kopie} … {to|of|a|de|del|an|von}, copiato anche, также {копи*|отправ*}`,
} as const
