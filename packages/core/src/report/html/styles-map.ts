/** Styles of the exposure map and the heat maps. */
export const MAP_STYLES = `.bar{display:block;width:100%;height:.7rem;border-radius:99px;margin:.6rem 0 .5rem;background:var(--soft)}
.bar rect{fill:var(--mk)}
.leg{display:flex;flex-wrap:wrap;gap:.3rem 1rem;font-size:.85rem;margin-bottom:.7rem}.leg li{display:flex;gap:.4rem;align-items:center;color:var(--mut)}.leg strong{color:var(--text)}
.srv{font-size:.9rem;margin-bottom:.6rem;color:var(--mut)}.urls{display:inline-flex;flex-wrap:wrap;gap:.2rem .9rem}.url{display:inline-flex;gap:.35rem;align-items:center;flex-wrap:wrap}.url code{color:var(--text)}
.map{background:var(--card);border:1px solid var(--line);border-radius:10px;font-size:.9rem}
.map [role=row]{display:grid;grid-template-columns:minmax(0,2.3fr) minmax(0,1.6fr) minmax(0,1fr) minmax(0,1.6fr) minmax(0,1.8fr) 5.6rem;gap:.2rem .9rem;padding:.5rem .9rem .5rem .75rem;align-items:start}
.mh{position:sticky;top:2.6rem;z-index:3;background:var(--soft);border-radius:10px 10px 0 0;border-bottom:1px solid var(--line);font-size:.78rem;color:var(--mut);font-weight:600}
.mh [role=row]{padding-left:1rem}
.op{border-top:1px solid var(--line);border-left:4px solid var(--calm-m);content-visibility:auto;contain-intrinsic-size:auto 3.4rem}
.op:first-child{border-top:0}.op[data-c=anyone]{border-left-color:var(--bad-m)}.op[data-c=optional]{border-left-color:var(--warn-m)}.op[data-c=authenticated]{border-left-color:var(--good-m)}.op[data-c=unknown]{border-left-color:var(--open-m)}
.op:hover{background:var(--soft)}
.m{display:inline-block;min-width:3.6em;text-align:center;border:1px solid var(--calm-m);border-radius:4px;padding:0 .35em;font-size:.72rem;font-weight:700;letter-spacing:.03em;text-transform:uppercase}
.m.w{background:var(--text);color:var(--card);border-color:var(--text)}
.sub,.ways{display:block;font-size:.8rem;color:var(--mut);line-height:1.4;margin-top:.15rem}
.way{display:block}.way+.way::before,.more>.way::before{content:"or "}
.chip{display:block;margin-bottom:.15rem;line-height:1.4}.kd{display:inline-flex;gap:.25em;align-items:center;font-size:.78rem;font-weight:600;background:var(--note-g);color:var(--note);border-radius:4px;padding:0 .4em;margin-right:.35rem}
.credential .kd{background:var(--bad-g);color:var(--bad)}.financial .kd{background:var(--warn-g);color:var(--warn)}
.fd{font-size:.85rem}.fd+.fd{margin-left:.4rem}.at{color:var(--mut)}.at::after{content:":"}.fd>code:not(:last-of-type)::after{content:","}
.more summary{color:var(--link);font-size:.8rem;display:inline-block}
.op .mut{font-size:.85rem}.op [role=rowheader]{unicode-bidi:isolate}
.tabs>[role=tablist]{display:flex;flex-wrap:wrap;gap:.3rem;margin-bottom:.8rem}
[role=tab]{white-space:normal;text-align:left;border-radius:99px;padding:.2rem .8rem;font-size:.88rem}[role=tab][aria-selected=true]{background:var(--text);color:var(--card);border-color:var(--text)}
.panel{margin-bottom:1.2rem}
.heat{display:grid;grid-auto-flow:dense;grid-template-columns:repeat(auto-fill,minmax(11.5rem,1fr));gap:.45rem;align-items:start}
.cell{background:var(--gr);border:1px solid var(--mk);border-radius:9px;color:var(--text);height:100%}
.cell>summary{display:grid;grid-template-columns:1fr auto;gap:.1rem .4rem;padding:.5rem .6rem;align-items:center;height:100%;align-content:start}
.cid{font-weight:700;font-size:.9rem}.cell .b{padding:0}.cell .ct{grid-column:1/-1;font-size:.82rem;line-height:1.35}
.sp{grid-column:1/-1;display:flex;flex-wrap:wrap;gap:0 .6rem;font-size:.78rem}.sp>span{display:inline-flex;align-items:center;gap:.25rem}
.cell[open]{grid-column:1/-1;background:var(--card);height:auto}.cell[open]>summary{background:var(--gr);border-radius:8px 8px 0 0;height:auto}
.why{padding:.6rem .8rem .8rem;font-size:.9rem}.cl li{padding:.2rem 0}.cl b{color:var(--fg);background:var(--gr);border-radius:99px;padding:0 .5em;font-size:.8rem;font-weight:600;margin:0 .25rem}.aside{margin-top:.5rem}
.reg>summary h4{font-size:1rem}.reg>.leg,.reg>.bar{margin-inline:.9rem;width:auto}.reg>.bar{width:calc(100% - 1.8rem)}
.ctl{border-top:1px solid var(--line);border-left:4px solid var(--mk);content-visibility:auto;contain-intrinsic-size:auto 2.6rem}
.ctl>summary{display:flex;flex-wrap:wrap;gap:.2rem .6rem;align-items:center;padding:.45rem .9rem}
.ctl>summary:hover{background:var(--soft)}.ctl>summary .b{min-width:5.2rem}.ctl .ct{flex:1 1 20rem}.told{color:var(--mut);font-size:.82rem}
.ctl .body{padding-left:2rem;font-size:.9rem;display:grid;gap:.35rem}
.rules{columns:2 24rem;color:var(--mut)}.rules code{color:var(--text)}.lab{font-weight:600}.ev li{padding-left:1rem;text-indent:-1rem}.ev li::before{content:"– "}
.q{background:var(--soft);border-radius:8px;padding:.6rem .8rem}.qt{font-weight:500}.ans{border-top:1px solid var(--line);margin-top:.4rem;padding-top:.4rem}
@media (max-width:64rem){.mh{display:none}.map [role=row]{grid-template-columns:1fr 1fr}.map [role=rowheader]{grid-column:1/-1}.map [role=cell]::before{content:attr(data-h);display:block;font-size:.72rem;color:var(--mut)}.op{contain-intrinsic-size:auto 9rem}}
@media (max-width:30rem){.heat{grid-template-columns:1fr 1fr}.map [role=cell]:last-child{grid-column:1/-1}.ctl .body{padding-left:.9rem}}
`
