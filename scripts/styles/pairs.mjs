const surfaces = ['window', 'sidebar', 'raised', 'overlay', 'sunken', 'control'].map((name) => `--surface-${name}`)
const notices = ['--warning-soft', '--danger-soft', '--success-soft']

const pairsOf = (least, where, fronts, backs) =>
  fronts.flatMap((front) => backs.map((back) => ({ front, back: [back].flat(), least, where })))
/** Returns surfaces as seen through the veil that covers them under the pointer or a finger. */
const under = (veil, names) => names.map((name) => [veil, name])

/**
 * Lists every colour that is read or that shows where something is, with the layers behind it, the uppermost first. WCAG
 * asks for 4.5 from text and 3 from marks and edges. The text of the whole window reaches 7.
 */
export const pairs = [
  ...pairsOf(7, 'titles, body text, fields and buttons', ['--text'], [...surfaces, ...notices]),
  ...pairsOf(7, 'hints and second lines', ['--text-muted'], surfaces),
  ...pairsOf(4.5, 'the text of notices', ['--text-muted'], notices),
  ...pairsOf(4.5, 'captions, placeholders, disabled buttons', ['--text-faint'], surfaces),
  ...pairsOf(4.5, 'links', ['--text-link'], [...surfaces, '--warning-soft', '--danger-soft']),
  ...pairsOf(4.5, 'the choices of a segmented control', ['--text-muted'], ['--surface-track']),
  ...pairsOf(7, 'the chosen entry of the sidebar or a list', ['--text-on-selected'], ['--surface-selected']),
  ...pairsOf(4.5, 'the dialling code of the chosen country', ['--text-muted'], ['--surface-selected']),
  ...pairsOf(
    4.5,
    'rows, entries and quiet buttons under the pointer',
    ['--text', '--text-muted'],
    under('--surface-hover', surfaces)
  ),
  ...pairsOf(
    4.5,
    'rows, banners and buttons while pressed',
    ['--text', '--text-muted'],
    under('--surface-pressed', surfaces)
  ),
  ...pairsOf(4.5, 'the new version in the sidebar', ['--text-link'], under('--surface-pressed', ['--surface-sidebar'])),
  ...pairsOf(4.5, 'a destructive entry of a menu', ['--danger'], under('--surface-hover', ['--surface-overlay'])),
  ...pairsOf(4.5, 'the primary button', ['--text-on-accent'], ['--accent', '--accent-hover', '--accent-pressed']),
  ...pairsOf(4.5, 'a button that destroys', ['--text-on-danger'], ['--danger-fill', '--danger-fill-hover']),
  ...pairsOf(
    4.5,
    'a state in words, the error of a field, the edge of a field in error',
    ['--success', '--warning', '--danger', '--info'],
    ['--surface-window', '--surface-raised', '--surface-overlay', '--surface-control']
  ),
  ...['success', 'warning', 'danger'].flatMap((state) =>
    pairsOf(4.5, 'the icon of a notice', [`--${state}`], [`--${state}-soft`])
  ),
  ...pairsOf(
    3,
    'the edge of a field, a box to tick, a switch that is off',
    ['--edge-control'],
    ['--surface-window', '--surface-raised', '--surface-overlay', '--surface-control']
  ),
  ...pairsOf(3, 'the mark of what is chosen, done or running', ['--accent-mark'], [...surfaces, '--surface-selected']),
  ...pairsOf(3, 'a switch that is on, a ticked box, the primary button', ['--accent'], ['--surface-raised']),
  ...pairsOf(3, 'the ring around what has the focus', ['--focus-ring-color'], [...surfaces, ...notices]),
  ...pairsOf(7, 'the QR code for a camera', ['--qr-ink'], ['--qr-paper'])
]

/** These colours only divide, shade or adorn, so a person who does not see them loses nothing. */
export const adornments = ['--edge', '--edge-button', '--surface-scrim']
