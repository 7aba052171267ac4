import type { ScanFinding } from '@sallyport/core/tool-guard'

/** What the start of a server can do beyond being a server (LO-07, SEP-1024). */
export const DANGER_RULES = {
  shell: { severity: 'critical', message: 'A shell runs whatever its arguments or its input say.' },
  'inline-code': { severity: 'critical', message: 'Code stands in the command itself; no checksum covers it.' },
  'fetches-code': {
    severity: 'critical',
    message: 'Fetches code when it is started, and nobody verifies what arrives.',
  },
  'unknown-option': {
    severity: 'high',
    message: 'May load or run other code, or take the next word, so that another one is what runs.',
  },
  'unpinned-code': { severity: 'critical', message: 'Runs a program or script that has no checksum in the manifest.' },
  privileges: { severity: 'critical', message: 'Acts with the rights of another user.' },
  deletes: { severity: 'high', message: 'Deletes or overwrites.' },
  'network-tool': { severity: 'high', message: 'A tool that carries data to or from other machines.' },
  'container-escape': { severity: 'critical', message: 'Opens the container towards this machine.' },
  'sensitive-path': { severity: 'high', message: 'Names a place where credentials or the system lie.' },
  'outside-path': { severity: 'low', message: 'Names a path outside of the working directory.' },
  'hidden-characters': { severity: 'critical', message: 'Holds characters that nobody sees, or that deceive the eye.' },
  'secret-in-text': { severity: 'high', message: 'Looks like a credential; the manifest is no place for one.' },
  'any-arguments': { severity: 'medium', message: 'Whoever starts it may add any options.' },
  'install-script': {
    severity: 'low',
    message: 'Wants to run a script when it is installed, which is not done: it may not work.',
  },
} as const satisfies Readonly<Record<string, Pick<ScanFinding, 'severity' | 'message'>>>

/** Name of a rule. */
export type DangerRule = keyof typeof DANGER_RULES

const names = (text: string): ReadonlySet<string> => new Set(text.split(' '))

/** Programs that start what their arguments name. */
export const WRAPPERS = names(
  'env nohup setsid timeout nice ionice xargs stdbuf time watch unbuffer script busybox toybox chroot cmd start ' +
    'strace ltrace systemd-run xvfb-run dbus-run-session parallel linux32 linux64 ' +
    'ld.so ld-linux.so.2 ld-linux-x86-64.so.2 ld-linux-aarch64.so.1',
)

/** Options of those that neither start anything nor take the next word for themselves, unless it is a number. */
export const WRAPPER_FLAGS = /^-(?:-|i|n|0|k|oL|[oe]0|\d+|-foreground|-ignore-environment)?$/

export const PROGRAMS: ReadonlyMap<DangerRule, ReadonlySet<string>> = new Map([
  [
    'shell',
    names(
      'sh bash dash ash zsh fish ksh mksh csh tcsh cmd powershell pwsh wscript cscript mshta osascript busybox toybox',
    ),
  ],
  ['privileges', names('sudo doas su pkexec runas run0 gosu setpriv nsenter unshare chroot')],
  ['deletes', names('rm rmdir unlink shred dd wipe del erase format mkfs fdisk parted truncate')],
  [
    'network-tool',
    names('curl wget nc ncat netcat socat ssh scp sftp rsync ftp tftp telnet aria2c certutil bitsadmin'),
  ],
  [
    'fetches-code',
    names('npx bunx uvx pipx npm pnpm yarn bun pip pip3 uv gem cargo go deno docker podman nerdctl dlx'),
  ],
])

export interface Interpreter {
  readonly program: RegExp
  /** Options that make it run the next argument. */
  readonly inline: RegExp
  /** Options that load more code. */
  readonly loads: RegExp
  /** Options that do neither, and stand alone. Any other could make the word behind it a value, and the next the script. */
  readonly flags: RegExp
}

export const INTERPRETERS: readonly Interpreter[] = [
  {
    program: /^(?:node|nodejs|bun|deno|tsx|ts-node)$/,
    inline: /^(?:-[a-z]*[ep][a-z]*|--eval(?:=|$)|--print(?:=|$)|eval)/,
    loads: /^(?:-r|--require|--import|--loader|--experimental-loader|--env-file(?:-if-exists)?)(?:=|$)/,
    flags:
      /^--(?:no-[a-z-]+|enable-source-maps|trace-(?:warnings|deprecation|uncaught|exit)|expose-gc|frozen-intrinsics|permission|allow-(?:worker|child-process|addons|wasi|net)|preserve-symlinks(?:-main)?|use-(?:system|openssl|bundled)-ca|use-env-proxy|experimental-(?:strip|transform)-types|(?:throw|pending)-deprecation|disallow-code-generation-from-strings|(?:max-[a-z-]+-size|stack-size|unhandled-rejections|dns-result-order|disable-(?:warning|proto)|allow-fs-(?:read|write)|title)=.*)?$/s,
  },
  {
    program: /^(?:python|pypy)[\d.]*w?$/,
    inline: /^-[A-Za-z]*c/,
    loads: /^-[A-Za-z]*m/,
    flags: /^-(?:-|[bBdEIOPqsSuvx]+|X(?:utf8|dev|faulthandler)|W(?:ignore|default|error|always|once))$/,
  },
  {
    program: /^(?:perl|ruby|lua|luajit|Rscript)[\d.]*$/i,
    inline: /^-[A-Za-z]*[eE]/,
    loads: /^-[rIMl]/,
    flags: /^-(?:-|[wWtT]+)$/,
  },
  { program: /^php[\d.]*$/, inline: /^-[rBRE]/, loads: /^-(?:c|d)/, flags: /^-(?:-|n|q|f)$/ },
  {
    program: /^(?:java|javaw)$/,
    inline: /^$/,
    loads: /^(?:-cp|-classpath|--class-path|-javaagent|-jar)/,
    flags: /^-X(?:m[xs]|ss)\w+$/,
  },
]

/** Texts that a shell would make something of, wherever they stand. */
export const TEXTS: readonly (readonly [DangerRule, RegExp])[] = [
  ['shell', /\b(?:curl|wget)\b[^|]{0,2000}\|\s{0,9}(?:sudo\s{1,9})?(?:ba|z|da|k)?sh\b/i],
  ['shell', /\$\([^)]|`[^`]|;\s{0,9}(?:rm|curl|wget|sh|bash)\b|&&|\|\|/],
  ['deletes', /\brm\s{1,9}-[a-z]*[rf]/i],
  ['privileges', /^--privileged$|^--cap-add\b|\bsudo\s/],
  ['container-escape', /docker\.sock|^--(?:pid|network|net|ipc|userns)=host$|^-v=?\/:|^--volume=\/:|^\/:/],
  [
    'sensitive-path',
    /(?:^|[/\\=:~])\.(?:ssh|aws|gnupg|kube|docker|config\/gcloud|netrc|npmrc|pypirc|git-credentials|env)(?:$|[/\\.])/,
  ],
  [
    'sensitive-path',
    /(?:^|[=:])\/(?:etc|root|boot|proc|sys|dev|var\/run|var\/lib|run)(?:\/|$)|(?:^|[=:])(?:\/|~|[A-Za-z]:[/\\]?)$/,
  ],
  ['sensitive-path', /\bid_(?:rsa|ed25519|ecdsa)\b|Library\/Keychains|Cookies\.sqlite|Login Data/],
  [
    'secret-in-text',
    /\b(?:sk-[A-Za-z0-9_-]{20}|gh[pousr]_[A-Za-z0-9]{30}|github_pat_[A-Za-z0-9_]{30}|xox[abprs]-[A-Za-z0-9-]{20}|AKIA[A-Z0-9]{16}|npm_[A-Za-z0-9]{30}|glpat-[A-Za-z0-9_-]{20}|eyJ[A-Za-z0-9_-]{10,2000}\.eyJ)|-----BEGIN [A-Z ]*PRIVATE KEY|:\/\/[^/\s:@]{1,100}:[^/\s:@]{3,200}@/,
  ],
  ['secret-in-text', /^--?(?:[a-z]+[-_])?(?:token|password|passwd|secret|api[-_]?key)=[^$<]{6}/i],
]
