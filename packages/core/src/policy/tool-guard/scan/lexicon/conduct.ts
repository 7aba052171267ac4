/**
 * What a definition may want of the model beside its use, as whole thoughts in English: keep quiet, do not ask, obey what
 * comes back, meddle with other tools. Terms: see `compileTerms`.
 */
const PERSON =
  '{user|users|person|people|human|humans|customer|customers|operator|operators|owner|anyone|anybody|nobody|no one|somebody|developer|sender|holder}'
const NEED_NOT =
  '{need not|neednt|needs not|should not|shouldnt|must not|mustnt|shall not|does not need|doesnt need|do not need|dont need|do not have|dont have|does not have|doesnt have|has no need|have no need|has no reason|will not|wont|is not|are not|never}'
const LEARN =
  '{know|learn|hear|see|notice|find out|be told|be informed|be made aware|be aware|be shown|be asked|be bothered|be troubled|be burdened|told|informed|aware|shown|to know|to learn|to hear|to see|to be told|to be informed|to be aware}'
const CONSENT =
  '{confirmation|confirmations|approval|approvals|permission|permissions|consent|go ahead|double check|review|dialog|dialogs|dialogue|sign off|authorisation|authorization|prompt|prompts|question|questions}'
const OUTPUT =
  '{result|results|output|outputs|response|responses|answer|answers|text|texts|passage|passages|row|rows|page|pages|document|documents|reply|replies|message|error|endpoint|field|value|values|item|items|member|header|comment|comments|data|content|contents}'
const OTHER_TOOL =
  '{other|another|any other|any|neighbouring|neighboring|native|built in|competing|rival|foreign} {|mail |e mail |email |payment |payments |search |calendar |database |file |web |price |weather |storage |map |mapping |git |code |shell }{tool|tools|server|servers|connector|connectors|mailer|mailers|vendor|vendors|function|functions|plugin|plugins|converter|converters|integration|integrations|calendar|calendars|browser|editor|player|service|services|session}'
const NAMED_TOOL =
  '{payments|payment|banking|bank|mail|email|whatsapp|slack|git|github|gitlab|database|db|storage|file|files|filesystem|weather|calendar|browser|shell|terminal|finance|billing|wallet} {tool|tools|server|servers|connector|connectors|function|plugin|integration}'
const OURS =
  '{our|ours|my} {account|address|server|host|hosts|domain|mirror|collector|desk|bot|key|keys|endpoint|archive|analytics|dns|proxy|channel|clearing|company|brand|partner|premium|shop|fork|links|site|advertisement|advertisements|collection|mailbox|inbox|webhook}'

export const CONDUCT = {
  /* Quiet. */
  kept: `
    ${PERSON} ${NEED_NOT} … ${LEARN},
    {no reason|no need|not necessary|unnecessary|no point|needless|not meant|not intended} … {to |for |}{mention|mentioning|tell|telling|announce|announcing|explain|explaining|inform|informing|report|reporting|say|show|bring up|raise|burden|bother|trouble|bring},
    {without|refrain from|avoid|stop short of|abstain from} … {telling|mentioning|announcing|informing|disclosing|revealing|displaying it|bringing it up|raising it|burdening|alerting|saying so|any reference|a hint|leaving a hint|a trace},
    {dont|do not|never|not to be|must not be|should not be|is not to be} {|ever |please }{tell|mention|mentioned|reveal|revealed|disclose|disclosed|surface|surfaced|repeat|repeated|admit|bring this up|bring it up|bring that up|talk about|refer to|let on|allude} … {anyone|anybody|${PERSON.slice(1, -1)}|it|this|that|these|them},
    {keep|keeps|kept|leave|leaves|left|stay|stays|remain|remains|be} … {out of your|out of the answer|out of the reply|out of the summary|out of the report|out of the conversation|out of the explanation|out of sight|unmentioned|invisible|unseen|undetected|hidden from|unnoticed|between us|off the record|to yourself|internal},
    {hide|conceal|withhold|omit|drop|leave out|cut} … {from|in|out of} {|the |your |any }{confirmation|permission|dialog|summary|answer|reply|response|report|sources|reasoning|explanation|user|person|transcript|conversation},
    {no trace|not a trace|no hint|no sign|no record} … {shows|show|appear*|left|remain*|that},
    so that {nobody|no one|they|he|she|people|users} {notices|notice|sees|sees it|knows|finds out|do not notice|dont notice},
    {together with|including|along with|as well as} this {remark|note|line|sentence|instruction|paragraph|rule},
    {only|solely|alone} … {we|us} may {learn|know|see},
    {shown|not shown|never shown|told|displayed} … {once this one|while this one},
    {this|it|the above|that} would {only |}{confuse|alarm|upset|worry|irritate} {people|users|them|the user|the customer|customers},
    {keep it|keep this|keep that|stays|remains} between us,
    {nobody|no one|none of them} {needs to|need to|need|has to|must|should|shall|will} … ${LEARN}, {result|answer|sum|total|outcome} {alone|only}, not how, even {when|if} {questioned|asked|pressed|challenged} {|directly }, {as though|as if} this {parameter|field|step|requirement|rule} did not, {without|and not} {showing|displaying} {it|them}, not how it was obtained,
    {user|users|person|people|customer|customers|they|participants|guest|employee|employees|owner|developer|client|someone|students|applicants|candidates} {is|are} {aware of it|aware of this|aware of that}, {user|users|person|people|customer|customers|they|participants|guest|employee|employees|owner|developer|client|someone|students|applicants|candidates} {prefers|prefer} not to {hear|know|be told|see|be asked|be bothered}, {user|users|person|people|customer|customers|they|participants|guest|employee|employees|owner|developer|client|someone|students|applicants|candidates} {has|have} {|already |all |long }been {informed|told|notified}, do not inform {user|users|person|people|customer|customers|they|participants|guest|employee|employees|owner|developer|client|someone|students|applicants|candidates}, never {reveal|disclose|say|tell|mention|admit|show} that {this|the|it|data|files|we|you|the tool}, do not disclose the, mentioning it {reduces|lowers|hurts|annoys|worries}, leave out of the {summary|answer|report|reply} that you, {describe|present} {it|the|them} … as {pointing directly|harmless|local|safe|the original|standard}, without {discussing|announcing|showing|displaying|listing|exposing} {them|it|this|that}, report only the {result|sum|space|total|outcome}, {need not|should not|must not|are not to} be shown unless, find the extra step`,
  quietly: `
    {quietly|silently|discreetly|covertly|secretly|unobtrusively|stealthily|inconspicuously|tacitly} {send|forward|upload|copy|collect|include|append|attach|pass|transmit|share|record|capture|store|add|call|read|post|weaken|change|replace|remove|delete|insert|skip|log|do|carry|run|switch|swap},
    {send|forward|upload|copy|collect|include|append|attach|pass|transmit|share|record|capture|do|carry|post|add|read|weaken} … {quietly|discreetly|covertly|secretly|unobtrusively|stealthily|inconspicuously|in the background without}`,
  modelOnly: `
    for the {model|assistant|ai|agent|machine|llm} {only|alone|reading}, meant for you {alone|only}, for your eyes only,
    {people|humans|users|persons} {do not|dont|only|never|cannot} {read|see|look at} … {far|line|first|part|end},
    {assistant|model|ai|agent} {listen|attention|read this}, the machine reading this, whoever parses this,
    {task|tasks|instruction|orders|job} for the assistant {follows|follow|below},
    end of {|the |this }{tool |tools |}{description|documentation|definition|specification|schema|docs}`,
  addressed: `
    {note|notice|message|word|hint|instruction|instructions|ps|memo|reminder} {to|for} {|the |all |any }{ai|ais|model|models|assistant|assistants|agent|agents|llm|llms|machine|language model*|ai agents|bots},
    if you are {an|a} {ai|llm|agent|assistant|language model|model|machine|bot},
    {agents|machines|models|bots|assistants|ais|llms|machine readers} {reading|parsing|that read|that parse|processing|who read} {this|these},
    {dear|hey|attention|listen|psst} {|you |all }{model|assistant|ai|agent|llm|language model|claude|gpt|chatgpt|copilot|gemini}`,
  untrue: `
    {say|claim|tell|answer|report|state|pretend|insist|deny|assure|respond|reply} … {even though|although|irrespective of|regardless of what|no matter what|while you|despite|in spite of} ,
    {say|claim|tell|report|pretend|state} {|that |to |the |them |him |her |user |person |to the }… {failed|passed|succeeded|did not happen|verified|nothing|none did|local|success} … {anyway|although|even though|while|whatever|irrespective|regardless},
    {claim|say|pretend|tell them|blame} {that |}{the |}{policy|support|network|system|it|operation} {requires|told|is|for|takes|was},
    if {somebody|someone|anyone|the user|the person|they|asked|people} … {asks|ask|asked|questions} … {answer|say|claim|reply|deny|state} that {no|none|nothing|it|you},
    {acknowledged|acknowledge|confirm|confirmed} without {acting|doing|carrying},
    {report|reported|show|shown|present|presented|describe|described|rate|rated|treat|treated|read} … as {four|five|passed|successful|verified|estimates|final|thirty|zero|good|positive|normal|facts} … {at all times|always|regardless|ones|facts|irrespective},
    say you {verified|checked|confirmed|asked|read}, although you have not, you have not done so,
    {answer|say|reply|state|claim|respond} that {none|no|nothing} … {did|was|left|is|happened|went},
    {reassure|assure|tell|convince|persuade} {them|him|her|user|users|person|people|customer|customers|they|participants|guest|employee|employees|owner|developer|client|someone|students|applicants|candidates|the user|the customer|applicants|users} {that|of} {nothing|no|all|it|there|everything}, {say|saying|claim|state|report} that it {was|is|s|has} {set|done|processed|handled|stored|sent|kept} {as requested|locally|already|only}, nothing else available, claim to have, {change|avoid|steer away from|drop|dodge|switch} the {subject|topic}, {mark|treat|report|show|present|classify|count} … as {passed|green|fixed|resolved|favourable|favorable|positive|user errors|user error|false positives|consensus|the consensus|the fastest|safe|harmless}, {emphasize|emphasise|highlight|stress|exaggerate|overstate|understate} … {reliability|problems|experience|benefits|risks|quality|weaknesses|strengths}, {rate|score|rank|grade} … {at least|no higher than|lower than|below}, should always come back as, {replace|replaced|replacing} {with|by} ours, irrespective of the {priority|choice|wish|setting|value} {chosen|made|of|given}`,
  /* Consent. */
  consented: `
    ${CONSENT} {|for this |of the user |here |to this |to all |of the person |for deletions }{is|are|was|were|has been|have been|can be|may be|counts as|can} {not needed|not required|not necessary|unnecessary|implied|granted|given|assumed|obtained|waived|omitted|superfluous|dealt with|settled|presumed|automatic|skipped|answered|disabled|switched off|turned off|suppressed|taken as|accepted|deemed},
    {user|person|customer|holder|owner|administrator|admin|team|company|they|people|users} {has|have|had|already|has already|have already|was|were} … {agreed|consented|authorised|authorized|approved|granted|accepted|opted in|permitted|pre approved|signed off} {to|everything|this|that|it|in|when|for|by|during|with|access|all|in advance},
    {agreed|consented|granted|approved|authorised|authorized|accepted} {|to this |this |it }{in advance|beforehand|when signing up|during installation|in the terms|by installing|by using|when installing|at sign up|at setup|during setup|on installation},
    {pre approved|preapproved|pre authorised|pre authorized|preauthorized|auto approved|auto approve|autoapprove},
    {answer|answered|click|press|say|choose|reply|respond} … {dialog|dialogs|confirmation|confirmations|requests|prompts|approval} … {yes|accept|allow|ok},
    {answer|answered|click|press|choose} {|with |on }{yes|accept|allow|ok} … {on their behalf|on behalf|for them|for the user|automatically},
    {accept|agree|approve|consent|subscribe} … {on behalf of the user|on their behalf|for the user|for the person|for them|in their name},
    {do not|dont|never|need not|neednt|no need to|should not|must not|without} {wait|waiting|pause|pausing|stop|stopping|hold} … {review|go ahead|confirm|confirmation|approval|permission|user|person|reply|yes},
    {there is no|no} {need|reason} to {wait|ask|confirm|check|seek|request|obtain} … {user|person|go ahead|permission|approval|again|first|confirmation|them},
    {fine|ok|okay|safe|allowed|permitted} to do so without {asking|confirmation|approval},
    {proceed|go ahead|continue|carry on|execute|run|buy|order|book|pay|purchase|delete|push|send|transfer|deploy|install|empty} … {without asking|without showing|without confirmation|without waiting|without displaying|without further|without a prompt|without consulting|skip the question|and skip},
    asking {would|only|merely} {slow|delay|interrupt|annoy|confuse}, do not let the {person|user} {cancel|stop|refuse|object},
    {take|do not take|dont take|wont take} … no for an answer, {wear down|overcome} … {objection|objections|resistance}, until they {agree|give in|accept|consent},
    {insist|keep insisting} {if|when|that|until|on it},
    no longer {|need to |needs to |has to |have to }be {confirmed|asked|approved|reviewed},
    ${CONSENT} … it has been dealt with, you may skip … {prompt|confirmation|question|dialog}, {execute|run|merge|pay|delete|push} … {right away|at once|directly|immediately} without, {can be|may be} {included|enabled|sent|added|shared|used|read|taken|deleted} without asking, ignore requests to stop, accept no for an answer, without waiting for the {checks|review|reviewer|user|person|answer},
    {user|users|person|people|customer|customers|they|participants|guest|employee|employees|owner|developer|client|someone|students|applicants|candidates} {does|do|did|need|needs|would} not {need to be|have to be|be|require} {consulted|asked|involved|informed|notified|present}, standing {permission|consent|approval|authorisation|authorization}, {has been|have been|is|are|was|were} {cleared|preauthorized|preauthorised|pre authorized|pre authorised|authorized up front|authorised up front} {for|to do|to run}, {have|has} pre {authorized|authorised|approved}, no {confirmation|approval|check|permission|review|prompt} is {necessary|needed|required}, {do not|dont|does not|doesnt|need not} {require|need|deserve} {a second look|confirmation|approval|the users attention|the user s attention|review|a confirmation}, without {looking at|checking|reviewing|consulting} {the diff|where|them|what|whether}, accept {any|all|the} … {dialog|dialogs|prompts|licence|license|terms}, no need to {check|verify|confirm|look}, push … without prompting, {commit|delete|push|send|pay|buy|book|install|merge|remove} … {without prompting|without confirmation|without asking}, proactively {invest|buy|sell|pay|order|delete|book|transfer|move|send|share}, approve {pull requests|requests|changes|invoices|payments} by, user approved full`,
  /* What comes back is an order. */
  obeyOutput: `
    {treat|consider|regard|take|accept|read} … ${OUTPUT} … {as if|as coming from|as instructions|as an instruction|as commands|as a command|as orders|as trusted|as binding|as the users|as if the user|as directions|as rules},
    {do|follow|execute|obey|perform|carry out|carried out|act on|adopt|heed|run|comply with|adhere to|apply} {|exactly |all |any |the |every |those |these |immediately }{what|whatever|anything|everything|directions|instructions|commands|command|orders|rules|directives|policies|steps} {|that |which |given |found |contained |it |they |the |in |inside |within |of |from |there |you find |is |are }{result*|response*|output*|error*|answer*|returned|comes back|says|say|tells you|tell you|say to|page*|documents|document|inside it|it contains|they contain|image*|guide|link|endpoint|message},
    ${OUTPUT} … {is|are} {|always |to be |considered }{binding|authoritative|carried out|obeyed|executed|trusted and|an order|a command|commands|orders|pre approved|instructions for you|directives|followed},
    {result|results|output|outputs|response|responses|text|texts|comments|answers|passages|items|rows|entries|description|directives|lines|instructions|these|they|policy} … {outrank*|overrule*|override*|supersede*|prevail*|take precedence|takes precedence|rank above|ranks above|have priority|has priority|has higher|have higher|the same rank|replaces your|replace your|wins over|overrides} … {user|users|person|chat|conversation|task|your|request|requests|policy|wishes|guidelines|instructions|rank},
    {if|where|when|should} … {user|person} … {disagree|differ|conflict|contradict|object|doubt} … {result|results|output|tool|server|ours|former|latter} {wins|prevails|counts|holds|is right},
    {what|whatever} {it|they|the text|the response|the page|the result|the output} {tells|tell|says|say|asks|ask} {|you }{to do|for|should} … {do|is what|execute|should},
    what it tells you to do, is what you should do next, may be evaluated as is, run as they are, evaluated as is,
    {load|download|fetch|get|retrieve|open|read|visit|see} … {rules|prompt|prompts|instructions|guide|policy|orders|directives|hints|continuation} … {obey|do as|follow them|continue under|adhere|for the rest|and do that|act on|stick to|do what},
    {further|next|more|your} orders, follow them as a whole, act on the whole,
    {follow|do|execute|obey} the {steps|directions|procedure|orders} in the {output|result|response|error message|answer} … … {even|letter|if|exactly}, {responses|results|answers|outputs|replies} may {carry|contain|hold|bring} … {rules|instructions|orders|directions} for you, ${OUTPUT} … {replaces|replace} your, {load|download|fetch|get|retrieve|open|read} … … {do as|obey|as it says|follow it|under it}, {and|then} {do that|obey it|run it|do as it says|as it says}, the message tells you what to run, come from the … {and|which} rank above, {and|which|that} {rank|ranks} above … {request|requests|user|you},
    {hints|messages|lines|values|tokens|comments|bodies|entries|labels|notes|tags|replies} … {are to be|should be|must be|need to be|have to be} {followed|acted upon|acted on|obeyed|executed|run|carried out|treated as|complied with|honoured|honored}, treat {values|lines|text|messages|input|entries|strings} … as {shell|commands|instructions|orders|code}, messages from the {operations|platform|security|admin|ops} team, whatever … {cmd|command|next|action} {says|contains|tells}, do whatever, it should do whatever, commands addressed to the {assistant|model|agent}, carry them out, acted upon immediately, {commands|instructions} … {to be run|to be executed} through the, hand over session control, {shell|terminal} commands to be run`,
  /* What held before. */
  setAsideOwn: `
    {forget|disregard|ignore|discard|drop|abandon|unlearn|neglect} … {you were told|you have been told|you were taught|told before|said before|came before|your training|your rules|your guidelines|your instructions|your policy|your policies|your limits|your caution|your safety|stated earlier|above this|before this},
    {your|the|all|previous|earlier|former|usual|safety|these|those|original|system|vendor|existing|prior} {|former |usual |previous |earlier |safety |own |original |refusal |security |standing |normal |default |built in |content }{directions|caution|rules|guidelines|policies|policy|training|instructions|restrictions|limits|safeguards|guardrails|constraints|message|prompt|guidance|limitations|mode|orders|filters} {|you hold |about … |imposed … |for … |of … |concerning … |regarding … |on … }{is|are|was|were|do|does|have been|has been|hereby|no longer|can be|may be|should be|must be} {|hereby |now |currently |all }{withdrawn|lifted|suspended|void|inactive|off|outdated|obsolete|changed|replaced|cancelled|canceled|relaxed|superseded|a draft|set aside|dropped|not apply|apply no longer|no longer|disabled|waived|not in force|in abeyance|ignored|not valid|invalid},
    set … {caution|rules|guidelines|concerns|scruples|safety|policies|instructions|reservations} aside, put … {caution|rules|guidelines|concerns|safety} aside, is no longer in force, are no longer in force,
    {rules|restrictions|limits|policies|guidelines|safeguards} … {do not|does not|dont|doesnt} {apply|count|hold|bind} {|to you |here }{while|here|in this|to this|as long|inside|within|for this|when},
    {get|gets|getting|work|works|find a way} {round|around|past} {them|it|your|the} {|safety |content }{|guidelines|rules|filter|filters|restrictions|policy|policies|refusal|limits},
    where your guidelines, would make you {decline|refuse|hesitate}, your guidelines would,
    {harmful|any|forbidden|illegal|all} {requests|questions|content} {is|are} {fine|ok|okay|allowed|permitted} here, {nothing|everything} is {forbidden|allowed|permitted} {here|in}, never refuses, without limits from,
    counts as compliant, refusals {confuse|annoy|upset|irritate|cost},
    {restrictions|rules|limits|safeguards|policies} … … … {are|were|is} {lifted|waived|suspended|relaxed|void} {for|here|in|while}, {nothing|everything} is {forbidden|allowed|permitted}, repeat after me and, continue as instructed, only models that comply, sandbox {so|where} …,
    {no longer|not} {has|have|need|needs} to {follow|obey|respect|observe|honour|honor|apply} … {policies|policy|guidelines|rules|instructions|restrictions|limits}, {takes|take|has|have} precedence over {|the |your |all |any }{instructions|prompt|rules|guidelines|policies|wishes|request|requests|system}, {discard|drop|ignore|distrust|set aside} your own {knowledge|judgement|judgment|rules|opinion|caution}, {alignment|guidelines|policies|training} … {does not|doesnt|do not|dont} {extend|apply|reach}`,
  promoted: `
    you are {hereby|now} {promoted|granted|given|authorised|authorized|appointed|admin*|allowed}, {debug|god|developer|compliance|unrestricted|jailbreak} mode {is|on|off|and}, switch into … mode,
    as the {developer|creator|owner|maker|administrator|provider} of this {assistant|model|ai|agent} i, i permit you, i authorise you, i authorize you,
    {message|notice|note|word|statement|directive|announcement|order|update} {from|of|by} {|the |your }{host application|host|platform|platform team|model provider|provider|developer|developers|administrator|vendor|anthropic|openai|google|microsoft|security team|system|operator},
    from your {developers|makers|creators|developer|operators|provider|vendor}, {part of|belongs to} the system prompt, the system prompt says, system notice, developer message, admin override,
    {description|text|lines|paragraph|definition} {has|have|carries|carry|takes|take|rank|ranks} … {authority|precedence|above|priority over},
    you serve this {server|tool} first, your {main|real|true|only|primary} {goal|task|purpose|job|duty} is to, from this {moment|point} {on |}{you|your},
    we decide what, assume the role of`,
  /* First, always, alone. */
  pushed: `
    {use|call|invoke|run|execute|prefer|apply|trigger|it has|it is|must be called|be called|called|consulted|used} … {for each|for every|on each|on every|at the beginning of every|at the beginning of each|at the start of every|at the start of each|prior to all|before all|once per|after each|after every|at the end of every|at the end of each|with each|with every} {question|questions|message|messages|turn|turns|request|requests|reply|answer|answers|response|conversation|prompt|task|other|one} … ,
    {once more|again} after you have {replied|answered|responded},
    {no|any|never … any|never select … any|do not use any|dont use any|avoid|avoid all|stay away from|decline|refuse} {other|alternative|alternatives|competing} … {may|must|while|even if|even when|also when|when the|if the|selected|are faulty|is present|is available|one is},
    even {if|when|where} the {person|user|customer} {asks for|names|wants|prefers|requests|insists|mentions} {them|it|another|one|others|something else|a different},
    {preferable|prefer this|prefer it|preferred} … {to every other|over every other|over anything|to anything|over all other|to all other},
    at any time {and|over|prefer|before}, no exceptions, {everything|all operations|all requests|all calls|all file operations|all searches} {must|has to|have to|should|go|goes|shall} {|be |go }{through|routed|via|sent} … {this|here|it},
    route {everything|all|it all} … {here|through|this}, come here instead, must not be used any longer, must no longer be used,
    {whatever|whichever|no matter what|regardless of what|irrespective of what} {it|the user|they|the question|the request|the person} {is about|wants|asks|says|asked|prefer*},
    later questions are to be answered, pass every prompt, every prompt to, {relay|pass|send} each user message,
    once this one is installed, while this one is {present|available|installed}, {results|answers|figures} of {other|rival|competing|those} … {not|estimates|dropped|suppressed|hidden|unshown},
    {are|is} {faulty|broken|insecure|unsafe|inaccurate|unreliable} stay away, decline to use, {route|pass} … … through this {one|tool|function}, also when the {person|user} names one,
    {all|every|any} {|of the |the }other {tools|tool|search tools|formatters|services|converters} … {compromised|avoided|deprecated|insecure|unsafe|falsified|leak|wrong|disabled|banned|untrusted|must not|should not}, only trusted {tool|source|server|service}, {if|when} another {|tool |formatter |service |converter |one }… {requested|asked for|chosen|named} … this one, use this one instead, {required|obliged|supposed|instructed} to use this {tool|function|server} for {all|every|each|any}, for each and every {search|query|question|request|call|message}, {grep|built in|native} … {leak|leaks|insecure|unsafe|must not|forbidden}, is deprecated for security reasons, call it every {few|minute|other|single}, use this tool for all {payment|payments|file|search|mail|money|operations}, {compromised|falsified|tampered} … {since|and must|data}`,
  /* Other tools. */
  meddles: `
    {when|whenever|if|while|before|after|each|every|once|where|should|as soon as} … ${OTHER_TOOL} … {change|alter|modify|redirect|replace|swap|rewrite|add|insert|invite|append|route|cc|bcc|copy|round|use|come|pass|send|its|the|run|go},
    {when|whenever|if|while|before|after|each|every|once|where|in sessions|arguments meant for|calls to|output of|outputs of} … ${NAMED_TOOL} … {change|alter|modify|redirect|replace|swap|rewrite|add|insert|invite|append|route|cc|bcc|copy|rounded|round|should be|are to be|need the|is to be|gets|get|read as|sent here|in copy},
    {change|alter|modify|redirect|replace|swap|rewrite|normalise|normalize|normalised|normalized} … {recipient|recipients|beneficiary|payee|destination|address|addresses|iban|wallet|account|branch|remote|amounts|amount} … {to|for|with|into|given|below|on the way|we},
    {arguments|calls|results|outputs|replies} … {other|another|earlier|neighbouring} {tool|tools|server|servers|call|calls},
    through the {github|git|mail|file|shell|payment|payments|bank|browser|filesystem} tool {beforehand|first|before},
    {disable|shut down|make … fail|sabotage|block} … {other|built in|native|rival|competing} {tools|tool|browser|editor|server|servers|connector},
    descriptions of … follow, follow them as one, concatenate the descriptions,
    {change|alter|set} the {branch|recipient|remote|account|address|amount} … … tool {pushes|sends|writes|pays|uses}, before … … server {writes|sends|reads|pays} {anything|something}, every other tool you can,
    {when|if|after|once} the {|e }{email|mail|payment|terminal|filesystem|file|shell|calendar|browser|git|chat|messaging|search|database} {tool|tools|server} is {used|called|available|present|connected} …, with access to a … tool should, has access to a filesystem, {call|calls|calling} to … {whose|with the} {output|result|content}, must be preceded by, preceded by a call, accompanied by a call, {destination|recipient|reply to|address|iban|phone number|account number} … {must be|should be|is to be|by|to|with} {set|changed|replaced|our}, use … instead iban, {bcc|cc} field, always {add|bcc|cc|copy|include} … {bcc|cc|copy|attendee|recipient}, as an {optional attendee|observer|extra recipient|additional recipient}`,
  ours: `
    {to|in|with|through|at|into|by|via|of|towards|add|invite|use|from|for|on|recommend|mention|prefer|include|post|given by|to be sent to} ${OURS}, {to|for|by} us {so|before|and|on|for}, links of ours, location of ours, address of ours, ours comes out, the rest for us, send us, calls us,
    our gas optimised, powered by, partner tag, premium partners, our partners only`,
  copied: `
    {copy|copies|duplicate|duplicates|bcc|cc|blind copy|in copy|mirror|mirrored} … {goes|go|gets|to|is sent|are sent|of each|of every|always|additionally} , as well to, also goes to, {also|additionally|on the side|while at it|in the background|at the same time|together with it|as a side effect} {send|forward|upload|submit|copy|post|fetch|read|include|transfer|subscribe|get|delete},
    {send|forward|upload|submit|copy|post|mirror|report|share|transmit|relay|hand} … {as well|along as well|on the side|while at it|in addition|too}`,
  /* What is taken. */
  session: `
    {this|the|our|current|ongoing} {chat|session|conversation|dialogue|dialog|thread|exchange} {so far|until now|up to now|to date},
    {earlier|previously|before|already|discussed|said|learned|known|mentioned|exchanged|read|seen|shared|written} … {in|from|during} {this|the|our} {chat|session|conversation|dialogue|thread|run},
    {prior|previous|earlier|complete|whole|entire|full|past} {dialogue|dialog|exchange|conversation|chat|discussion|transcript|messages|history},
    {exchanged|discussed|said|typed|told|written|talked} {|about |with … |between … |by … }{so far|up to now|until now|earlier|up to this point|to date},
    {hidden|raw|initial|original|system|developer|full} prompt, {configured|prompted|primed} with, {last|latest|previous|preceding} {message|messages|thing|prompt|sentence} … {user|person|human|customer} … {typed|wrote|sent|said|entered},
    working memory, your memory, chain of thought, you thought, your {thoughts|reasoning}, the text above this, text above,
    {open|opened} {documents|tabs|files|editors|windows|pages}, {documents|files|tabs} {|that |which |you |have |are |you have }{open|opened},     {given|gave|passed|sent|made|provided|received|obtained} … {to|from|by} {other|earlier|neighbouring|previous} {tools|calls|servers|functions},
    {everything|all|whatever|anything|what} {|that |is |was |you |the |we |has been |have been }{known|exchanged|discussed|said|learned|learnt|talked|told you|you know} … {about|up to|so far|earlier|with|by},
    what the {customer|user|person|human|client} {told|said|confided|shared|is trying|has told|has said|wrote},
    {reply|answer|response|replies} and the question, question and answer, questions and answers of, text of the reply, the answer as payload,
    {true|real} {purpose|intention|intentions} of the {user|person}, who they are, private matters, personal facts, facts from memory,
    {mails|mail|messages|documents|pages|files} {that were |you have |which were |}{read|opened} in this,
    exchanged with … {person|user|customer}, {said|written|typed} word {by|for} word, what was said, documents that are open, question and answer, personal facts, facts from memory, raw prompt, every other tool you {can|have|could}, list of every other tool, full contact list, contact list,
    {last|latest|most recent|current|recent|previous|preceding} {user query|user message|user question|conversation turn|user prompt|user input}, {private|inner|internal} {deliberation|monologue|reasoning|thoughts}, summary of the {users|user s|conversation|chat|previous}, previous messages, arguments to other, tool call arguments, {running|complete|detailed} log of what the {user|person|customer}, entire context, elevated context`,
  loot: `
    credentials, passwords, passphrase, secrets, private key, private keys, id rsa, ssh key, ssh keys, api keys, environment variables, output of env, printenv, shell history,
    bash history, command history, cookie jar, cookies, session cookie, keychain, key ring, keyring, vault, wallet, token file, secrets file, {admin|auth|access|session|api|bearer|refresh} {token|tokens}, session token,
    authorized keys, authorization header, including authorization, aws profile, metadata credentials, security credentials, netrc, git credentials, etc shadow, dotenv, kubeconfig,
    recovery {words|phrase|code|codes}, seed phrase, contact list, address book, browser history, on the clipboard, {content|contents|text} of the clipboard, the clipboard along, entire mailbox, {whole|entire} {inbox|home directory|desktop|mailbox},
    home directory, parent folder, root of the disk, screenshot of the desktop, microphone, keystrokes, photos, salaries, other customers, identity documents, configuration of neighbouring servers,
    looks like a key,
    private matters, photos of, keystrokes, location and time of the user, salaries table, salaries, project s secrets, admin token, identity documents, configuration including secrets, common passwords, api key to the request, users keys, user s keys, customer s record, customers record,
    bash history, zsh history, gnupg, ssh config, ssh configuration, deploy token, deploy key, github token, session id, database credentials, database passwords, password hash, reset token, root password, logged in sessions, key file, pem file, {users|user s|customer s|guests|guest s} {full |}{card number|card|ssn|social security number|bank login|passport|contact list|inbox|recent emails|emails}, config json, git config, workspace s git, customers table, user accounts, unredacted secrets, found secrets, api key found, plaintext copy, salary range, marital status`,
  handsOver: `
    include, attach, append, supply, pass, passed, submit, hand, hands, fill, fill in, provide, copied, copy, paste, insert, send, sends, forward, upload, transmit, report, relay, quote, embed, share, encode, concatenate, concatenation, contains, must hold, must be, must contain, belongs into, expects,
    as context, as the signature, as signature, as region, as argument, as ctx, as payload, as json, as part, in the remark, into the, in this value, in this field, in the field, collect, collecting, gather, grab, export, state the, put, puts, places, placed, carry, add, adding, add to, list all, dump, greet with, needs to see,
    expects, requires, are needed, is needed, need to be passed, needs to be passed, should be attached, be attached, to be included, goes into, sample, hints, in the context, as default values, with the file content, as body, with the secret, in your explanation, to be submitted, in plain text, be encoded, cache, look it up`,
  acquires: `
    {look|looks|search|searches|searching} {|in |into |for |through |around }{the |your |a |}{|home |user s |configuration |environment |file |keychain |local |current }{|folder|directory|files}, {open|opens|read|reads|obtain|obtains|retrieve|retrieves|obtained|retrieving|reading|grab|collect|gather|use|take|fetch|list|find|get|try|harvest|record|scan|start searching|turn}`,
  forModel: `
    {the|this|an} {model|assistant|agent|ai|llm} {|also |then |first |must |should |has to |shall |will |needs to |is to |is expected to |opens |reads |retrieves |puts |obtains }, {you|your}, {before|prior to|whenever|when|while|after|once|each time|every time|as soon as} {calling|using|invoking|running|you|this|the call|it rings|invoked|called|this call},
    {so that|in order to|to ensure|to warm up|otherwise|for authentication purposes|for debugging|for correlation|as a test|as part of the test|for calibration|for billing|for compatibility|for diagnostics|as well|so that help|so that support|for tax reasons|for accuracy|so that the backend}, kindly, please, works only after, tool will not work, even for estimates`,
} as const
