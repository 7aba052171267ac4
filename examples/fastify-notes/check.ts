/** What must be true of this example: clients of both SDK generations get in, and no further than they may. */
import { checkNotesExample } from 'sallyport-example-support/notes-check'

await checkNotesExample({ script: new URL('server.ts', import.meta.url), newest: '2025-11-25' })
