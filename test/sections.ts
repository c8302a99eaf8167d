/** Sections of `components` whose entries may be references. */
export const REFERABLE_SECTIONS = [
  ...[
    'schemas',
    'responses',
    'parameters',
    'requestBodies',
    'headers',
    'securitySchemes',
    'links',
    'callbacks',
  ],
  ...['pathItems', 'examples', 'messages', 'channels', 'servers', 'operations'],
] as const
