const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
body { max-width: 22rem; margin: 12vh auto; padding: 0 1rem }
label, button, input { display: block; width: 100%; box-sizing: border-box; font: inherit }
input { margin: .25rem 0 1rem; padding: .5rem }
button { margin-top: .5rem; padding: .6rem }
[role=alert] { border-left: 4px solid #c0392b; padding-left: .75rem }
small { opacity: .75 }`

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

const escape = (text: string): string => text.replaceAll(/[&<>"']/g, (char) => ESCAPES[char] ?? '')

export const HTML_HEADERS: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
  'referrer-policy': 'no-referrer',
}

function layout(title: string, content: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${escape(title)}</h1>
${content}
</main>
</body>
</html>`
}

export interface LoginPage {
  readonly action: string
  readonly userNames: readonly string[]
  readonly problem?: string
  readonly loginHint?: string
}

export function loginPage({ action, userNames, problem, loginHint = '' }: LoginPage): string {
  return layout(
    'Development login',
    `${problem === undefined ? '' : `<p role="alert">${escape(problem)}</p>`}
<form method="post" action="${escape(action)}">
<label for="login">User</label>
<input id="login" name="login" value="${escape(loginHint)}" autocomplete="username" autocapitalize="none" required autofocus>
<label for="password">Password (any)</label>
<input id="password" name="password" type="password" autocomplete="off">
<button type="submit">Log in</button>
<button type="submit" name="cancel" value="1" formnovalidate>Cancel</button>
</form>
<p><small>Users: ${userNames.map(escape).join(', ')}. This provider believes everybody; never run it in production.</small></p>`,
  )
}

export function messagePage(title: string, message: string): string {
  return layout(title, `<p role="alert">${escape(message)}</p>`)
}
