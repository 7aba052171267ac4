import { styleText } from 'node:util'

/** One thing the demo did, and whether it came out as it should. */
export interface Line {
  readonly part: 'flow' | 'attack'
  readonly title: string
  readonly detail: string
  readonly ok: boolean
}

export interface Report {
  readonly lines: readonly Line[]
  heading(text: string): void
  add(part: Line['part'], title: string, outcome: { readonly ok: boolean; readonly detail: string }): void
  /** Prints the verdict; returns true when everything came out as it should. */
  finish(seconds: number): boolean
}

type Style = Parameters<typeof styleText>[0]

/** Prints for a person (colours on a terminal only), or collects for a machine. */
export function createReport(options: { readonly json: boolean }): Report {
  const lines: Line[] = []
  const colour = process.stdout.isTTY && !process.env['NO_COLOR']
  const paint = (style: Style, text: string): string => (colour ? styleText(style, text) : text)
  const say = (text: string): void => {
    if (!options.json) console.log(text)
  }
  return {
    lines,
    heading: (text) => say(`\n${paint('bold', text)}\n`),
    add(part, title, { ok, detail }) {
      lines.push({ part, title, detail, ok })
      const number = String(lines.filter((line) => line.part === part).length).padStart(4)
      const mark = ok
        ? paint('green', part === 'attack' ? 'refused' : '✓')
        : paint('red', part === 'attack' ? 'GOT IN' : '✗')
      say(`${paint('dim', number)}  ${mark} ${title.padEnd(48)} ${paint('dim', detail)}`)
    },
    finish(seconds) {
      const wrong = lines.filter((line) => !line.ok).length
      const refused = lines.filter((line) => line.part === 'attack' && line.ok).length
      if (options.json) console.log(JSON.stringify({ ok: wrong === 0, seconds, refused, lines }, null, 2))
      const verdict =
        wrong === 0
          ? `The client got in, ${String(refused)} attacks did not.`
          : `${String(wrong)} of ${String(lines.length)} steps did not come out as they should.`
      say(`\n${paint(wrong === 0 ? 'green' : 'red', verdict)} ${paint('dim', `(${seconds.toFixed(1)} s)`)}\n`)
      return wrong === 0
    },
  }
}
