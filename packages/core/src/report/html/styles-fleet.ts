import type { Standing } from '../assessment.ts'
import { STANDING_LOOKS } from './words.ts'

/** Marks of the standings in a table where words have no room: told apart by their shapes alone. */
const MARKS: Readonly<Record<Standing, string>> = {
  fail: '✕',
  open: '○',
  review: '!',
  accepted: '~',
  pass: '✓',
  notApplicable: '–',
}

const TONES = Object.entries(MARKS)
  .map(([standing, mark]) => {
    const { tone } = STANDING_LOOKS[standing as Standing]
    return `[data-r=${standing}]:is(td,.fl){background:var(--${tone}-g);color:var(--${tone})}[data-r=${standing}]:is(td,.fl)::before{content:"${mark}"/""}`
  })
  .join('\n')

/** Styles of the table of documents and controls. */
export const FLEET_STYLES = `.fleet{overflow:auto;max-height:80vh;border:1px solid var(--line);border-radius:10px;background:var(--card)}
.fleet table{border-collapse:separate;border-spacing:0;font-size:.82rem}
.fleet th,.fleet td{padding:.2rem .35rem;border-bottom:1px solid var(--line);text-align:right;font-variant-numeric:tabular-nums;font-weight:400;white-space:nowrap}
.fleet thead th{vertical-align:bottom}.fleet thead{position:sticky;top:0;z-index:2;background:var(--soft)}
.fleet thead th:not(.dn)>span{writing-mode:vertical-rl;transform:rotate(180deg);white-space:nowrap;font-weight:600}
.fleet .sum>*{color:var(--mut);font-size:.75rem}
.fleet .dn{position:sticky;left:0;z-index:1;text-align:left;min-width:16rem;max-width:24rem;white-space:normal;background:var(--card);border-right:1px solid var(--line);vertical-align:bottom}
.fleet thead .dn{background:var(--soft)}.fleet .dn span{display:block;color:var(--mut);font-size:.78rem}.fleet .dn .part{color:var(--warn)}
.fleet td[data-r]{font-size:0;text-align:center;padding:0;min-width:1.5rem;cursor:pointer;border-left:1px solid var(--card)}
.fleet td[data-r]::before,.fl::before{font-size:.9rem;font-weight:700}
.fl{display:inline-block;width:1.5rem;text-align:center;border-radius:4px;flex:none}
${TONES}
@media (max-width:48rem){.fleet .dn{min-width:8rem;max-width:9rem}}
@media print{.fleet{overflow:visible;max-height:none}.fleet thead,.fleet .dn{position:static}.fleet td[data-r]{border:1px solid #999}}
`
