import { FLEET_STYLES } from './styles-fleet.ts'
import { MAP_STYLES } from './styles-map.ts'
import { PRINT_STYLES } from './styles-print.ts'

/** Colours of both themes: those of a tone are a text, a ground and a mark, with a contrast of at least 4.5 to 1. */
const LIGHT = `color-scheme:light;--bg:#f4f6f9;--card:#fff;--soft:#eef1f6;--line:#d5dbe4;--text:#18212d;--mut:#51606f;--link:#1650a8;--focus:#1650a8;
--bad:#8f2a04;--bad-g:#fde9e0;--bad-m:#c2410c;--warn:#664600;--warn-g:#fcf0cd;--warn-m:#d69e13;--good:#0b5345;--good-g:#dbf1ea;--good-m:#12866f;
--open:#473b78;--open-g:#ebe8f8;--open-m:#7a6bbd;--calm:#4b5866;--calm-g:#e9edf2;--calm-m:#9aa6b3;--note:#12468c;--note-g:#e2ecfa;--note-m:#3b7dd8;--mark:#ffe2a8;`

const DARK = `color-scheme:dark;--bg:#10141a;--card:#181e27;--soft:#212935;--line:#333e4d;--text:#e5eaf1;--mut:#a6b1bf;--link:#93bdff;--focus:#93bdff;
--bad:#ffb598;--bad-g:#45210f;--bad-m:#e8703a;--warn:#f3d27c;--warn-g:#3b2e0b;--warn-m:#d3a32c;--good:#8fdcc7;--good-g:#10362d;--good-m:#2fa78c;
--open:#cbc1fb;--open-g:#2c2550;--open-m:#8f80d6;--calm:#b6c1cd;--calm-g:#28313d;--calm-m:#6f7c8b;--note:#a6caff;--note-g:#172f52;--note-m:#5a95e6;--mark:#6b4a0b;`

const TONES = ['bad', 'warn', 'good', 'open', 'calm', 'note']

const BASE = `:root{${LIGHT}}
@media (prefers-color-scheme:dark){:root:not([data-theme=light]){${DARK}}}
:root[data-theme=dark]{${DARK}}
${TONES.map((tone) => `.${tone}{--fg:var(--${tone});--gr:var(--${tone}-g);--mk:var(--${tone}-m)}`).join('\n')}
*{box-sizing:border-box}
html{scroll-padding-top:4rem;-webkit-text-size-adjust:100%}
body{margin:0;background:var(--bg);color:var(--text);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;overflow-wrap:anywhere}
code,pre{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono","Liberation Mono",monospace;font-size:.9em;unicode-bidi:isolate}
h1,h2,h3,h4,h5,p,ul,dl,dd,pre,fieldset{margin:0;padding:0;border:0}
h2{font-size:1.35rem;line-height:1.25;letter-spacing:-.01em}
h3{font-size:1.05rem}section>h3{margin-top:.9rem}h4{font-size:1rem}h5{font-size:.8rem;text-transform:uppercase;letter-spacing:.06em;color:var(--mut);margin:.9rem 0 .4rem}
ul{list-style:none}
a{color:var(--link);text-underline-offset:.15em}
:focus-visible{outline:2px solid var(--focus);outline-offset:2px;border-radius:3px}
main:focus{outline:none}
.wrap{max-width:84rem;margin:0 auto;padding:0 1.25rem}
.sprite{position:absolute}
.i{width:1em;height:1em;flex:none;fill:none;stroke:currentColor;stroke-width:1.8;stroke-linecap:round;stroke-linejoin:round}
symbol .fill{fill:currentColor}
.skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:.5rem;z-index:9;background:var(--card);padding:.5rem 1rem}
html:not(.on) .js{display:none}
[hidden]{display:none!important}
.mut,.lead,.aside{color:var(--mut)}.lead{margin:.25rem 0 .8rem;max-width:60rem}
.cnt{color:var(--mut);font-size:.85rem;font-weight:400;white-space:nowrap}
.b{display:inline-flex;align-items:center;gap:.3em;padding:.08em .55em .08em .4em;border-radius:99px;background:var(--gr);color:var(--fg);font-size:.8rem;font-weight:600;white-space:nowrap;line-height:1.5}
.top{padding:1.5rem 0 1rem}
.brand{font-weight:700;letter-spacing:-.01em}.brand span{color:var(--mut);font-weight:400;margin-left:.4rem}
h1{font-size:1.9rem;line-height:1.2;letter-spacing:-.02em}
.nav{position:sticky;top:0;z-index:5;background:var(--card);border-block:1px solid var(--line)}
.nav .wrap{display:flex;align-items:center;gap:1rem;justify-content:space-between}
.nav ul{display:flex;margin-left:-.7rem;gap:.1rem;overflow-x:auto}
.nav a{display:block;padding:.6rem .7rem;text-decoration:none;color:var(--text);white-space:nowrap;font-size:.9rem}
.tools{display:flex;gap:.6rem;align-items:center}.said{font-size:.85rem}.nav a:hover{text-decoration:underline}
main>section{margin:2rem 0 2.75rem}
main>.verdict{margin:1.25rem 0 1rem;padding:1.1rem 1.3rem;border-radius:12px;background:var(--gr);border-left:6px solid var(--mk)}
.verdict h2{display:flex;align-items:center;gap:.5rem;color:var(--fg);font-size:1.5rem}
.verdict p{margin-top:.35rem;max-width:60rem}
.inc{display:flex;gap:.45rem;align-items:center;color:var(--text)}.inc a{color:inherit}
.nums{display:grid;grid-template-columns:repeat(auto-fit,minmax(7.2rem,1fr));gap:.6rem}
.nums li{background:var(--card);border:1px solid var(--line);border-top:4px solid var(--mk,var(--line));border-radius:10px;padding:.55rem .8rem}
.nums strong{display:block;font-size:1.6rem;line-height:1.2;font-variant-numeric:tabular-nums;color:var(--fg,var(--text))}
.nums span{color:var(--mut);font-size:.85rem}
button,select,input{font:inherit;color:inherit;background:var(--card);border:1px solid var(--calm-m);border-radius:7px;padding:.3rem .55rem;min-height:2.1rem;max-width:100%}
button{cursor:pointer;white-space:nowrap}button:hover{background:var(--soft)}
.filters{display:flex;flex-wrap:wrap;gap:.6rem .8rem;align-items:end;margin:.75rem 0 1rem;padding:.75rem .9rem;background:var(--soft);border-radius:10px}
.fi{display:grid;font-size:.85rem}.fi>span,legend{font-size:.78rem;color:var(--mut);padding:0}
.fi.wide{flex:1 1 14rem}.fi input,.fi select{width:100%}.fi select{max-width:16rem}
fieldset{min-width:0;display:flex;gap:.35rem;flex-wrap:wrap}
.tog{display:inline-flex;align-items:center;gap:.35rem;min-height:2.1rem;padding:.2rem .6rem;background:var(--card);border:1px solid var(--calm-m);border-radius:7px;font-size:.85rem;cursor:pointer}
.tog input{min-height:0;margin:0;accent-color:var(--link)}
.end{display:flex;gap:.8rem;margin-left:auto;align-items:end}.live{line-height:2.1rem;font-size:.9rem;font-variant-numeric:tabular-nums}
.none{padding:1rem;background:var(--card);border:1px solid var(--line);border-radius:10px}
summary{cursor:pointer;border-radius:6px}
.doc{margin-top:1.2rem}.doc>h3{margin-bottom:.6rem}.doc h3 span{color:var(--mut);font-weight:400}.doc>summary{display:flex;gap:.6rem;align-items:center;flex-wrap:wrap;padding:.3rem 0;list-style:none}.doc>h3.only{font-weight:400;font-size:.9rem;color:var(--mut)}
.rule,.und,.reg{background:var(--card);border:1px solid var(--line);border-radius:10px;margin:.7rem 0}
.rule>summary,.und>summary,.reg>summary{display:flex;flex-wrap:wrap;align-items:center;gap:.3rem .6rem;padding:.65rem .9rem;list-style-position:inside}
.rule>summary::before,.und>summary::before,.reg>summary::before,.ctl>summary::before,.doc>summary::before{content:"";width:.45em;height:.45em;border:solid var(--mut);border-width:0 2px 2px 0;transform:rotate(-45deg);flex:none;margin:0 .25rem 0 .1rem}
details[open]>summary::before{transform:rotate(45deg)!important}
summary::-webkit-details-marker{display:none}.rule>summary,.und>summary,.reg>summary,.ctl>summary,.cell>summary{list-style:none}
.rule h3,.rule h4{font-size:1rem;flex:0 1 auto}.rid{color:var(--mut)}.rule>summary .cnt{margin-left:auto}
.body{padding:0 .9rem .9rem}
.adv,.facts{display:grid;gap:.2rem;font-size:.9rem}
.adv{grid-template-columns:max-content 1fr;column-gap:.8rem;padding:.6rem .8rem;background:var(--soft);border-radius:8px;margin-bottom:.6rem}
.adv dt{font-weight:600;color:var(--mut)}.adv dd{max-width:62rem}.refs>*{margin-right:.75rem}
.f,.fs .p{padding:.7rem 0;border-top:1px solid var(--line);content-visibility:auto;contain-intrinsic-size:auto 9rem}
.fs>li:first-child{border-top:0}
.msg{font-weight:500;max-width:66rem}.msg .b{margin-right:.35rem;vertical-align:1px}
.loc,.rel,.fp{font-size:.85rem;color:var(--mut);margin-top:.15rem}
.rel code,.loc code{color:var(--text)}
.x{display:flex;gap:.8rem;margin:.35rem 0;padding:.35rem .7rem;background:var(--soft);border-radius:6px;white-space:pre-wrap;line-height:1.45}
.x .n{color:var(--mut);user-select:none;min-width:2.5ch;text-align:right;flex:none}
mark{background:var(--mark);color:inherit;border-radius:2px;box-shadow:0 1px 0 var(--warn-m)}
.ops{display:flex;flex-wrap:wrap;gap:.25rem .4rem;margin:.3rem 0;font-size:.85rem}
.ops li{background:var(--soft);border-radius:5px;padding:.05rem .4rem}.ops .more{background:none;color:var(--mut)}
.fp{display:flex;flex-wrap:wrap;gap:.25rem .6rem;align-items:center}.fp code{color:var(--text)}
.waive{display:inline-flex;gap:.4rem;align-items:center;flex-wrap:wrap}
.fp button{min-height:1.6rem;padding:0 .5rem;font-size:.8rem}
.cause{border-left:3px solid var(--line);padding-left:.8rem;margin:.6rem 0}.ch{font-size:.9rem}
.acc{margin:.35rem 0;font-size:.9rem}.acc dl{display:flex;flex-wrap:wrap;gap:.15rem 1.2rem;margin-top:.2rem}
.acc dl div,.facts div{display:flex;gap:.4rem}.acc dt,.facts dt{color:var(--mut)}.facts dt{flex:none;width:7.5rem}
.und ul{padding:0 .9rem .5rem;font-size:.9rem}.und ul ul{padding:0}
.facts{margin:.6rem 0 1rem}.docs li{padding:.3rem 0;border-top:1px solid var(--line)}
.dg{color:var(--mut);font-size:.8rem}.dg .rest{display:none}
footer{color:var(--mut);font-size:.85rem;padding-block:1rem 3rem}
@media (max-width:48rem){h1{font-size:1.45rem}.wrap{padding:0 .9rem}.nums{grid-template-columns:repeat(3,1fr)}.nums li{padding:.4rem .6rem}.nums strong{font-size:1.25rem}.rule>summary .cnt{margin-left:0}.adv{grid-template-columns:1fr}.end{width:100%;justify-content:space-between}.fi{flex:1 1 8rem}.fi.wide{flex-basis:100%}.nav .wrap{gap:.4rem}}
`

/** All styles of the page. */
export const STYLES = BASE + MAP_STYLES + FLEET_STYLES + PRINT_STYLES
