/**
 * Variables by which whoever sets them puts code into the process that is started: loaders, preloads, search paths of
 * interpreters, commands that tools run. With one of them passed on, what runs is not what was verified.
 */
const EXACT = new Set([
  '__PROTO__',
  'NODE_OPTIONS',
  'NODE_PATH',
  'NODE_REPL_EXTERNAL_MODULE',
  'NODE_COMPILE_CACHE',
  'BASH_ENV',
  'ENV',
  'SHELLOPTS',
  'PROMPT_COMMAND',
  'PYTHONPATH',
  'PYTHONSTARTUP',
  'PYTHONHOME',
  'PYTHONUSERBASE',
  'PYTHONBREAKPOINT',
  'PYTHONWARNINGS',
  'PYTHONPYCACHEPREFIX',
  'PYTHONPLATLIBDIR',
  'PYTHONEXECUTABLE',
  'PYTHONINSPECT',
  'PERLLIB',
  'PERL5LIB',
  'PERL5OPT',
  'PERL5DB',
  'RUBYLIB',
  'RUBYOPT',
  'BUNDLE_GEMFILE',
  'TCLLIBPATH',
  'GEM_PATH',
  'GEM_HOME',
  'LUA_PATH',
  'LUA_CPATH',
  'LUA_INIT',
  'PHPRC',
  'PHP_INI_SCAN_DIR',
  'CLASSPATH',
  'JAVA_TOOL_OPTIONS',
  'JDK_JAVA_OPTIONS',
  '_JAVA_OPTIONS',
  'DOTNET_STARTUP_HOOKS',
  'DOTNET_ADDITIONAL_DEPS',
  'DOTNET_SHARED_STORE',
  'DOTNET_ROOT',
  'DOTNET_GCNAME',
  'DOTNET_GCPATH',
  'GCONV_PATH',
  'OPENSSL_CONF',
  'OPENSSL_MODULES',
  'OPENSSL_ENGINES',
  'ZDOTDIR',
  'BROWSER',
  'SSH_ASKPASS',
  'EDITOR',
  'VISUAL',
  'PAGER',
])

const PREFIX = /^(?:LD_|DYLD_|COR_|CORECLR_|COMPLUS_|NPM_CONFIG_|GIT_|BUN_|DENO_)/

/** @param name of a variable, in any case: Windows does not tell them apart */
export function isCodeLoading(name: string): boolean {
  const upper = name.toUpperCase()
  return EXACT.has(upper) || PREFIX.test(upper) || /^LUA_(?:C?PATH|INIT)_/.test(upper)
}
