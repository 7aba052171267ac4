import type { PathProblem } from './paths.js'

/** Superscript digits count as digits in `COM¹` (Microsoft, Naming Files); a name before a dot is enough. */
const DEVICE = /^(?:con|prn|aux|nul|clock\$|conin\$|conout\$|(?:com|lpt)[0-9\u00B9\u00B2\u00B3])[ ]*(?:[.:]|$)/i

/** What Windows reads in its own way in one name of a path. */
export function windowsProblem(name: string): PathProblem | undefined {
  if (DEVICE.test(name)) return 'device'
  if (name.includes(':')) return 'stream'
  if (/[<>"|?*]/.test(name)) return 'reserved_character'
  // Cut off when the file is opened: `secret.txt.` is `secret.txt`, and `.. ` has been `..`.
  if (/[. ]$/.test(name)) return 'trailing'
  // The 8.3 name of a longer one, which a list of names would not have refused.
  if (/^[^.]{1,8}~[0-9]{1,6}(?:\..{0,3})?$/.test(name)) return 'short_name'
  return undefined
}
