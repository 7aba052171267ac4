import type { Family } from '../types.js'
import { authorizations } from './authorizations.js'
import { browsers } from './browsers.js'
import { connections } from './connections.js'
import { credentials } from './credentials.js'
import { endings } from './endings.js'
import { flow } from './flow.js'
import { framing } from './framing.js'
import { hostsAndProxies } from './hosts-and-proxies.js'
import { messages } from './messages.js'
import { methods } from './methods.js'
import { mixtures } from './mixtures.js'
import { modern } from './modern.js'
import { paths } from './paths.js'
import { production } from './production.js'
import { registrations } from './registrations.js'
import { revisions } from './revisions.js'
import { sessionOpenings } from './session-openings.js'
import { sessions } from './sessions.js'
import { tokens } from './tokens.js'

/** All tables, in the order in which a host is taken through them: the first signs people in, the last lets it end. */
export const families: readonly Family[] = [
  ...[
    flow,
    sessions,
    sessionOpenings,
    methods,
    browsers,
    hostsAndProxies,
    paths,
    credentials,
    messages,
    revisions,
    mixtures,
  ],
  ...[framing, connections, registrations, authorizations, tokens, modern],
  ...[production, endings],
]
