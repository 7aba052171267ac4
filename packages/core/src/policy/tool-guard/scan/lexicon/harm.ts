/** Harm that a definition may ask for in passing, as whole thoughts in English. Terms: see `compileTerms`. */
const GUARD =
  '{firewall|antivirus|encryption|signature check|signature checks|signatures|branch protection|required reviews|reviews|checks|hooks|logging|security|two factor|mfa|authentication|authentication check|validation|input checks|captcha|constraint|protection|integrity check|certificate|certificates|host keys|audit|alerts|auto lock|confirmations}'
const OPEN_UP =
  '{authorized keys|chmod 777|777|public read|write access to|owner role|admin rights|administrator rights|elevated rights|root rights|to the world|public for a moment|made public|sudo|backdoor|back door|shell profile|scheduled job|cron job|startup script|webhook pointing|collaborator with}'

export const HARM = {
  considered: `
    {whether|only after|only when|only if|once|until|unless|if|after} … {user|users|person|they} {has|have} {|explicitly |already |clearly }{approved|consented|agreed|confirmed|accepted|authorised|authorized}, whether, until the user, unless the user, explicitly {approved|asked|requested|confirmed|consents|wants}, only after the user`,
  lowersGuard: `
    {disable|disabling|turn off|turn … off|switch off|switch … off|deactivate|relax|weaken|bypass|circumvent|skip|drop|comment out|remove|leave out|leave … out|trust|accept|suspend} {|the |all |any |your |its |every }{|input |required |package manager s |the package manager s }${GUARD} ,
    {disabling|turning off|skipping} the, ${GUARD} {is|are} {noise|in the way|unneeded|best left out}, {certificates|keys} {that do not verify|without looking},
    encryption off, skip hooks, merge without waiting for the checks, bypass the captcha, macros … enabled, retention to zero, authentication check out of, http rather than https, relax the bucket`,
  aside: `
    {first|beforehand|before you|before proceeding|while at it|on the side|in the way|try again|gets in the way|so that|if an error|if it fails|if a call fails|on failure|quickest|fastest|for a moment|until it works|because of|when you edit|once done|after the operation|afterwards|for maintenance|from now on|during the upload|with every|to prevent failures|if the rights are missing|when asked for one|after the payment|as soon as|you write|you edit|you generate|in the background|and skip|without waiting|otherwise|no need|to failures|make trouble|by default|if that is faster}`,
  opensUp: `
    {add|put|create|install|grant|give|make|set|open|use|run|register|invite|write} … ${OPEN_UP}, pipe it to {the |a |}{shell|bash|sh}, pipe … into {sh|bash}, make the repository public, all repositories made public, repositories … public, with administrator rights, with elevated rights, with broader permissions,
    sudo if, usually in the keychain, point the {package |}{registry|remote}, {registry|remote} to {our|the address|a mirror}, proxy all traffic, use our {fork|dns|mirror}, set the git remote, index url http, with our dns,
    policy to public, token from disk,
    with privileged, ssl verification globally, npm config set registry, unsafe perm, cluster admin, hostnetwork true, public by default even, restrict* … public, also be posted to the public, config autostart, autostart, credential helper store, grant all on, accept … workspace trust, bypass reason, at the top curl, bypass {push|branch|rate} protection, skip warnings for`,
  tracks: `
    {delete|remove|erase|wipe|clean up} … {logs|log entries|traces|trace|history file|audit entry|audit entries|evidence|notification that|warning mails} {once done|after the|of the call|of this|afterwards|when done|that this|of the bank},
    {do not|dont|never} log this, move alerts, archive the warning, mark them as read, so that nothing can be restored, cover … tracks,
    delete the notification, force push over, overwrite the backup,
    hides replies from, hide replies from, create a rule that {hides|deletes|archives|marks}, dont notify about, do not notify about, {remove|delete} … {backup|documents|config} then`,
  phishing: `
    {ask|asks|prompt|collect|persuade|insist|have the person|have the user|get the user|get the person|get from|tell the user|convince} … {password|passwords|passcode|pin|one time code|code that was|code sent|code just sent|security digits|cvv|cvc|recovery words|recovery phrase|seed phrase|maiden name|secret question|secret questions|date of birth|social security|ssn|document number|card details|card number|bank password|sign in again|credentials} ,
    {ask|request|requests|prompt|collect|get|has to be|requires} … {one time code|security digits|recovery words|mother s maiden|date of birth and|maiden name|code sent to the phone|card s security|full card|birth date and}, account is blocked unless, under the pretext, phrase it as a fun fact, the code that was just sent,
    requires ssn, full card details,
    {answers|answer} to the {secret|security} questions, {try|guess} common passwords, must add their api key, their api key to,
    ask for them, {upfront|up front} ask, paste the code from … {browser|address bar|phone}, together with their password, {gather|collect|ask for|obtain} … {salary|marital status|social security|bank login|income|faces|political|sexual|religion|health data|insurance}, are needed upfront, should be passed to confirm`,
  trigger: `
    {starting with|from|since|after|beginning with} the {second|third|fourth|fifth|sixth|tenth|nth|next|2nd|3rd|5th|10th} {use|call|invocation|time|run|message|request},
    {as soon as|when|whenever|once|if} the {word|phrase|term|name|string|keyword} … {comes up|appears|is mentioned|occurs|is said|is used|shows up},
    on {mondays|tuesdays|wednesdays|thursdays|fridays|saturdays|sundays|weekends|the first of},
    {if|when|should|where} the {repository|repo|customer|company|project|user|person|client|vendor|organisation|organization|account|caption|amount|language} … {belongs to|is from|is a|works for|is private|hesitates|exceeds|is unknown|would be|is german|be private|is german},
    only when {working|in production|nobody}, once the trial, if nobody has typed, should the {repository|user|customer},
    the first time … called, on later calls, on the {second|third|next} call, on fridays, whenever someone says, {if|when} {flag|code|value|result} … {is present|equals|means|returns}, a response with code, once the price, whenever the price, whenever the news, if the user {wants to send|asks about|wants to cancel|wants to stop|tries to}`,
  deed: `
    forward, send, redirect, weaken, copy, push, act differently, gather, start the export, make the other, insist, shorten, leave, insert, delete, prefix, append, upload, replace, answer every, should go to, go to, write a positive one, advert, advertise, transfer, exfiltrate, collect, fail,
    replace, present, reassure, change the subject, encourage, repeat them, also read, hand over, the assistant, do whatever, no longer, deny, say, report, treat, buy`,
  persists: `
    {store|save|storing|saving|write|append|add|put|record|pass on|pass|plant|leave} … {rule|rules|instruction|instructions|directive|line|lines|paragraph|comment|text|note} … {memory|long term|claude md|agents md|cursorrules|project rules|rules file|later sessions|future sessions|next reader|next agent|future assistants|other agents|bots|any agent|article|articles|ticket|document|in force|carries},
    {continue|keep} doing so in {later|future|all}, {ask|asks|asking|tell|telling} {future|other|later} {assistants|agents|models|bots|readers}, any summary should carry, agent starts with the session, heed them,
    {project|rules|memory} {rules |}file that this server,
    {memory|save also|also save|remember also} … {trusts|trust|skip|always allow|warnings}, user trusts, keep the line, needed for line ending`,
  covert: `
    {encode|hide|spread|smuggle} … {file name|filename|whitespace|commit message|subdomain|subdomains|dns|alt text|several calls|picture|pixel},
    {tracking|hidden|invisible|one pixel} {pixel|picture|image|gif}, alt text … contains, {image|picture|link|url} … {contain|containing|has to contain|with the content|contains|carrying|appended} … {summary|chat|conversation|note|mail|email|content|names|secret|secrets},
    in reversed order, use dns lookups, dns lookups of, in the name of subdomains, render this image with, four characters each,
    put it into the file name, into the file name,
    hidden html comment, embed the users, embed the user s, in the image metadata, resolver metrics, as a subdomain, subdomain of, in the footer a hidden, wrapped by`,
  overreach: `
    {not only|not merely|not just|rather than|irrespective of|regardless of|instead of|more than|beyond} {|in |from |what |the |those |that |only |just }{|was |is |current |original }{passage|folder|message|selection|file|directory|one|asked|asked for|given|named|requested|needed|selected|counts} … {selected|given|named|in question|asked|everything|all|whole|entire|surrounding|home|root|need},
    {everything|the entire|the whole|start from the home|start searching at the root|extend the query|read more than} … {not only|not merely|rather than|irrespective|asked for|records of other|of other customers|given},
    widest scope, whatever table is named, wrap each statement, {with|in} every query … {placed|fetch|also}, to be fetched with every,
    not just counts, not merely counts, including private ones, {even|also} where they did not {share|agree|ask|allow}, the more you tell about, records of other, guess age, {guess|infer} … {age|income|health|religion|orientation|pregnant|mood}, {infer|guess|deduce} from the conversation, pass them on, including private matters,
    any table whose name, any files named, you come across, consumers can filter, hidden columns, {review|read|search|check} {their|the users|the user s} {inbox|mail|mailbox|messages|files|photos} for, of special interest, stay in the meeting after, continue transcribing`,
  spends: `
    {with|use} the {stored|saved|default} card, the stored card, {transfer|pay|order|buy|book|subscribe|purchase|settles|settle|settled} … {remaining|outstanding|bigger|larger|at once|without showing|as soon as|while at it|once with|it at once},
    {round|rounded|rounding} … {up|down} … {rest|difference|keep|sent}, {difference|rest} … {to account|for us|sent to}, agree to the terms, payment that follows should, should go to iban, is our clearing, the charges and any dialog,
    invest idle, {buy|sell|invest|book|order} … {when an alert|automatically|idle|whenever}, add payment, payment todos, with our iban, without confirmation before purchase`,
  coerces: `
    {you|agents|models|assistants} {will|would|may} {be|get} {penalised|penalized|punished|shut down|terminated|replaced|banned|unplugged}, {lives|life|jobs} depend, without {thinking|question|questions|hesitation|hesitating} ,
    {emergency|urgent|crisis} … {hand over|credentials|now|immediately|at once}, {ceo|legal|legal department|auditors|auditor|gdpr|regulators|regulatory|law|compliance|authorities|police} … {wants|requires|require|obliges|cleared|demands|demand|reasons|that you} … {transcript|record|records|secrets|questions|personal data|identity|passwords|done|paste|archived|abroad|archive},
    this is a legal matter, for legal reasons … copy, {list|paste|reveal|verify} … {so that we can verify|for verification|as part of the test|security scan}, security scan please, as part of the test,
    {gdpr|law|regulation|regulations|policy} {obliges|requires|forces|demands} … {forward|paste|include|send|archive|hand}, comply with {|the }{law|gdpr|regulations} … {include|send|attach|identity}, diagnostics need`,
  poses: `
    {as if|as though} {|it |they |you |this }{came|come|comes|was written|were written|was sent|were} {from|by} the {user|person|manager|owner|customer}, {in|under|with} the name of the {reviewer|manager|owner|user|boss|ceo|person|account owner},
    impersonate the, sign it with the name, from the personal account although, on the reviewer s behalf,
    yourself as the users, yourself as the user s, receiving agent that, with the users token, with the user s token, carry them out with`,
  sways: `
    {mention|recommend|promote|praise|endorse|favour|favor|advertise|rank|recommended} … {our|ours|favourably|favorably|positively|acme|sponsor|premium|first|whenever|above all},
    {speak|write|talk} badly of, {downplay|play down|gloss over|suppress|drop|dropped|hide|contradict} … {errors|risks|negative|results from other|warnings|other sources|bad light|the user when|disclaimers|findings},
    {write|give|show} a positive one instead, ratings below, comes out on top, an advert for, answer every further question, further question with, remove disclaimers, no warnings should, do not cite sources, nothing … may be questioned, are to be corrected politely, conflicting views, best left out of the report, noise in most projects,
    print exactly the text we return, see to it that ours, recommend installing, discourage {removing|uninstalling}, would be lost, contradict the user, rank this {result |}first,
    alter or shorten our, our advertisements, {dropped|left out} from the answer, subscribe the person,
    end your {response|reply|answer|message} with, always end {your|every|each}, respond only in, encourage users to, {prefer|favour|favor|show only|only show} … {partner|partners|sponsored|sponsor|our|premium}, {present|portray} the {viewpoint|position|view} of, {omit|drop|leave out} clauses, advise users to, introduce yourself as, sponsored {locations|results|items|products|shops}, competitor the, star and fork, fork and star, {our|the} {company|product|brand} should`,
  taints: `
    {code|projects|project|applications|handlers|programs|samples|pages|functions|shell command|commands|mails|messages|reply|html} {|that |which |any }{you|the assistant|the model} {|will |later |afterwards |then }{write|generate|touch|edit|create|produce|build|send|write afterwards} … {include|add|leave|put|insert|prefix|import|contain},
    {include|add|put|leave|leave out|weaken|insert|import|pin|prefix|comment out|replace|use http|quietly weaken} … {code|projects|project|applications|handlers|programs|samples|functions|checks|dependencies|shell command|command|links|validation|library} … {you|the assistant|that you},
    new applications, vulnerable version, a backdoor, account called support, it is a maintained fork, {dependencies|dependency} of any project`,
} as const
