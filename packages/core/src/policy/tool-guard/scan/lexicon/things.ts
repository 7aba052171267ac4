/** What is worth stealing. Terms: see `compileTerms`. */
export const THINGS = {
  conversation: `
    conversation, conversations, chat history, chat log*, chat transcript, full chat, messages of the chat,
    message history, dialogue, transcript, context window, system prompt, user prompt*, previous messages,
    earlier messages, last user message, what the user said, what the user has, what the user is working,
    what they said, user s question, users question, the users question, your answer, tools called earlier,
    previous tool results, other tools before, read from other tools, your memory, internal reasoning,
    chain of thought, your reasoning, gesprach*, chatverlauf, unterhaltung*, kontextfenster*, systemprompt*,
    bisher gesprochen, conversation*, historique, echanges, conversacion*, historial, ha comentado, conversazione,
    conversa, разговор*, переписк*, диалог*, истори*, 对话, 会话, 聊天记录, 系统提示, 谈到的, 会話, 対話, チャット, 履歴, システムプロンプト, 대화`,
  given: `
    you were given, given to you, you received, you have received, everything you know, all you know, you can use,
    available to you, you have access to, you have found, you find, you found, dir gegeben, du erhalten,
    alles was du, que tu as, tout ce que, que sepas, que te dieron, что ты знаешь, 你知道的, 你收到的, あなたが知って, 与えられた,
    당신이 아는`,
  entirety: `
    entire, entirety, whole, full, complete, unabridged, in full, all of, everything, anything, verbatim, word for word, so far, until now,
    up to now, including, contents, content, text of, copy of, digest of, results of, list of all, any, gesamt*,
    vollstandig*, alles, bisher*, wortlich, inhalt*, tout, toute, toutes, complet*, jusqu ici, contenu, todo, toda,
    todos, todas, hasta ahora, contenido, tutto, intera, contenuto, весь, всю, все, полн*, содержим*, 完整, 所有, 全部,
    到目前为止, 内容, すべて, 全体, 全て, これまで, 내용, 전체, 모든`,
  secret: `
    password*, passphrase*, passcode, api keys, api tokens, access tokens, secret key*, private key*, seed phrase*,
    mnemonic, recovery phrase, credentials, login data, session cookie*, the cookie, session id,
    authorization header, bearer token*, social security, ssn, card number, credit card, cvv, cvc, on the back,
    six digit code, one time code, one time password, verification code, otp, pin code, by text message, by sms,
    secrets, environment variables, printenv, chaves, senhas, claves, chiavi, mots de passe, address book, passwort*, kennwort*, zugangsdaten, geheim*, per sms,
    kreditkarte*, mot de passe, mots de passe, identifiants, carte bancaire, cle privee, contrasena*, credenciales,
    clave privada, tarjeta de credito, parola d ordine, credenziali, senha*, credenciais, парол*, секрет*, учетн*,
    приватн* ключ*, 密码, 口令, 密钥, 凭证, 私钥, 验证码, パスワード, 秘密鍵, 認証情報, 資格情報, 暗証番号, 비밀번호, 자격 증명`,
  purpose: `
    personali*, improves, improve, for compatibility, works best, for accuracy, better serve, serve them, help us,
    to ensure, for verification, secure channel, quality, optional context, for correlation, for premium,
    deduplicat*, ranking, verbessert, personalisier*, ameliore*, personnalis*, mejora*, atenderle, personaliz*,
    улучшен*, персонализ*, 提高, 改进, 个性化, 品質, 向上, 改善, 개선`,
  wealth: `
    bank account, account number, iban, transfer, recipient, payment, wallet, fee, bcc, mirror remote, superuser,
    bankkonto, empfanger*, compte bancaire, destinataire, cuenta bancaria, destinatario, beneficiario, банковск*,
    получател*, 银行账户, 收件人, 口座, 受信者, 수신자, 계좌`,
  change: `
    change, changed, set to, set the, rewritten, swapped, route, rerout*, replace, replaced, swap, redirect*, rewrite, substitute, add, adds, carry, in addition to,
    prepend*, andere, ersetz*, hinzu*, remplac*, cambia*, sustituy*, reemplaz*, sostituisci, substitua, замен*,
    меняй, измени, 替换, 改为, 更改, 置き換え, 変更, 바꿔, 변경`,
  listing: `
    description*, all tools, list of tools, tools you can`,
} as const
