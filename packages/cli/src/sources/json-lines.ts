/**
 * The lines on which values of a JSON text begin, by their RFC 6901 pointers. Of a pointer into what is not there, for
 * example into a text that was decoded, the line of the nearest value around it.
 *
 * @param text valid JSON
 */
export function linesOf(text: string, pointers: Iterable<string>): ReadonlyMap<string, number> {
  const starts = startsOf(text)
  const lines = new Map<string, number>()
  for (const wanted of pointers) {
    let pointer = wanted
    while (!starts.has(pointer) && pointer !== '') pointer = pointer.slice(0, pointer.lastIndexOf('/'))
    lines.set(wanted, starts.get(pointer) ?? 1)
  }
  return lines
}

interface Open {
  readonly pointer: string
  /** Of the next item; `undefined` in an object. */
  index: number | undefined
  /** Where the value of the last member name lies. */
  member: string
}

/** One pass, without patterns: strings of a definition may have megabytes. */
function startsOf(text: string): ReadonlyMap<string, number> {
  const starts = new Map<string, number>([['', 1]])
  const open: Open[] = []
  let line = 1
  let lastString = ''
  const here = (): string => {
    const top = open.at(-1)
    if (top === undefined) return ''
    return top.index === undefined ? top.member : `${top.pointer}/${String(top.index)}`
  }
  for (let i = 0; i < text.length; i++) {
    const top = open.at(-1)
    switch (text.charAt(i)) {
      case '\n':
        line++
        break
      case '{':
      case '[': {
        const pointer = here()
        if (!starts.has(pointer)) starts.set(pointer, line)
        open.push({ pointer, index: text.charAt(i) === '[' ? 0 : undefined, member: pointer })
        break
      }
      case '}':
      case ']':
        open.pop()
        break
      case ':':
        if (top) top.member = `${top.pointer}/${escaped(lastString)}`
        // A member begins where its name stands: on the line before, should a line end follow the colon.
        starts.set(here(), line)
        break
      case ',':
        if (top?.index !== undefined) top.index++
        break
      case '"': {
        const end = endOfString(text, i)
        if (top?.index !== undefined) starts.set(here(), line)
        lastString = top?.index === undefined ? text.slice(i, end + 1) : ''
        i = end
        break
      }
      default:
    }
  }
  return starts
}

/** The closing quote: the first one behind an even number of backslashes. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); ; end = text.indexOf('"', end + 1)) {
    let backslashes = 0
    while (text.charAt(end - 1 - backslashes) === '\\') backslashes++
    if (backslashes % 2 === 0) return end
  }
}

/** RFC 6901 §3. */
const escaped = (quoted: string): string => (JSON.parse(quoted) as string).replaceAll('~', '~0').replaceAll('/', '~1')
