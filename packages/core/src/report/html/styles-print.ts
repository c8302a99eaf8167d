/** Paper: everything open but the frameworks that are not selected, nothing to click, black on white. */
export const PRINT_STYLES = `@media print{
:root,:root[data-theme=dark],:root:not([data-theme=light]){color-scheme:light;--bg:#fff;--card:#fff;--soft:#fff;--line:#999;--text:#000;--mut:#333;--link:#000;--bad:#000;--bad-g:#fff;--bad-m:#000;--warn:#000;--warn-g:#fff;--warn-m:#444;--good:#000;--good-g:#fff;--good-m:#aaa;--open:#000;--open-g:#fff;--open-m:#666;--calm:#000;--calm-g:#fff;--calm-m:#777;--note:#000;--note-g:#fff;--note-m:#666;--mark:#ddd}
@page{margin:14mm}
body{font-size:9.5pt}
.nav,.skip,.filters,.js,.fp button,.ops button,[role=tablist],.sprite~button{display:none!important}
.wrap{max-width:none;padding:0}
.f,.p,.op,.ctl{content-visibility:visible}
details::details-content{content-visibility:visible;display:block;height:auto}
.b,.kd,.cl b{border:1px solid #333}
.m.w{background:#000;color:#fff;print-color-adjust:exact;-webkit-print-color-adjust:exact}
.bar{border:1px solid #333;print-color-adjust:exact;-webkit-print-color-adjust:exact}.bar rect{stroke:#000;stroke-width:2}
.mh{position:static}.dg .rest{display:inline}
.x,.adv,.q{border:1px solid #bbb}
.doc+.doc{break-before:page}
#controls,#findings,#accepted{break-before:page}
h2,h3,h4,h5,summary,.ch{break-after:avoid}
.f,.p,.op,.cell,.ctl>summary,.x,.nums,.verdict{break-inside:avoid}
.heat{grid-template-columns:1fr}
.cell>summary{grid-template-columns:7rem 1fr auto}.cell .ct{grid-column:2;grid-row:1}.cell .b{grid-column:3;justify-self:end}.cell[open]{border-color:#777}
.rule>summary::before,.und>summary::before,.reg>summary::before,.ctl>summary::before,.doc>summary::before{display:none}
.panel:not(:first-of-type) .cl li{display:inline-block;margin-right:1em}.cell .why{padding:.2rem .6rem}
a{text-decoration:none}.refs a::after{content:" <" attr(href) ">";font-size:.85em}
.map [role=row]{grid-template-columns:2.2fr 1.7fr 1fr 1.4fr 1.4fr 4rem}.mh{display:block}.map [role=cell]::before{display:none}.map [role=rowheader]{grid-column:auto}
}
`
