/** What a checklist needs beside the styles of the report. */
export const CHECKLIST_STYLES = `.checklist h4{display:flex;flex-wrap:wrap;gap:.5rem;align-items:center}
.vh{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.review{margin:1.5rem 0 3rem}.review>h3{margin:1.6rem 0 .6rem}
.verdict-line{margin:.9rem 0 .5rem;font-size:1.1rem}
.checklist table{border-collapse:collapse;width:100%;background:var(--card);margin:.6rem 0}
.checklist th,.checklist td{border:1px solid var(--line);padding:.4rem .6rem;text-align:left;vertical-align:top}
.checklist thead th{background:var(--soft);font-size:.85rem}
.about th{width:9rem;color:var(--mut);font-weight:600}
.scroll{overflow-x:auto}
.rows th:first-child{white-space:nowrap}.rows td:nth-child(2){min-width:11rem}.rows td:nth-child(4){min-width:16rem}
.item{margin:1.2rem 0;padding:.9rem 1.1rem;background:var(--card);border:1px solid var(--line);border-radius:10px}
.cks>li{margin:.8rem 0 0;padding:.7rem 0 0;border-top:1px solid var(--line)}
.ck{display:flex;flex-wrap:wrap;gap:.4rem;align-items:center}
.evs{margin:.35rem 0 .35rem 1rem;list-style:disc}.evs li{margin:.15rem 0}
.ask{margin:.5rem 0 0;padding:.6rem .8rem;background:var(--soft);border-left:4px solid var(--open-m);border-radius:6px}
.cmd code{white-space:pre-wrap}
.blank{display:none}
.sign td{height:2.6rem}
.ids{display:flex;flex-wrap:wrap;gap:.1rem .6rem;white-space:nowrap}.rows td:last-child{min-width:9rem}
@media print{
.cmd{display:none}
.blank{display:flex;gap:.6rem;align-items:end;margin-top:.5rem}
.blank span{flex:1;border-bottom:1px solid #000;min-width:5rem;font-size:8pt;color:#333}
.item,.scroll,.checklist table{border-radius:0}.scroll{overflow:visible}
.cks>li,tr,.ask{break-inside:avoid}
.sign{break-inside:avoid}
.review+.review{break-before:page}
}
`
