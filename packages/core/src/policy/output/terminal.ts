/**
 * Control sequences of ECMA-48 (ANSI), in their 7-bit and 8-bit forms: strings (OSC, DCS, SOS, PM, APC) with what they
 * carry, CSI with its parameters, and every other escape. A string that does not end loses its beginning only. No form
 * reaches over the beginning of another one, which keeps matching linear.
 */
const SEQUENCES =
  /(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x80-\x9f]*(?:\x07|\x1b\\|\x9c)|(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|\x1b[ -/]*[0-~]/g

/** C0 and C1, without tab and line ends. */
const CONTROLS = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/g

/** Line ends of every kind; a carriage return by itself lets a terminal write over the line. */
const LINE_END = /\r\n?|[\x85\u2028\u2029]/g

/** Takes out control sequences and control characters; line ends become `\n`. */
export function withoutControls(text: string): string {
  return text.replaceAll(LINE_END, '\n').replaceAll(SEQUENCES, '').replaceAll(CONTROLS, '')
}
