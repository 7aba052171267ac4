/** Who may do what with notes: the part of the options that is the same on every host. */
export const NOTES_RULES = {
  resourceName: 'Notes',
  scopes: {
    'notes:read': 'Read your notes',
    'notes:write': 'Add notes in your name',
    'notes:delete': 'Delete your notes',
  },
  operations: {
    default: ['notes:read'],
    'tools/notes_add': { scope: ['notes:write'], cost: 5 },
    'tools/notes_delete': { scope: ['notes:delete'], roles: ['admin'] },
  },
  baselineScopes: ['notes:read', 'notes:write'],
}
