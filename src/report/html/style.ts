import { dark, light, type Palette } from "./palette.js";

function variables(palette: Palette): string {
  return Object.entries(palette)
    .map(([role, color]) => `--${role}:${color}`)
    .join(";");
}

/** The whole style of the page; no inline styles stand beside it, because the page's policy names its hash. */
export const STYLE = `
:root{color-scheme:light dark;${variables(light)};
--sans:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",sans-serif;
--mono:ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace}
@media (prefers-color-scheme:dark){:root{${variables(dark)}}}
*{box-sizing:border-box}
html{scroll-behavior:smooth;-webkit-text-size-adjust:100%}
body{margin:0;background:var(--ground);color:var(--text);font:1rem/1.6 var(--sans)}
main,.top,footer{max-width:72rem;margin:0 auto;padding:0 1.5rem}
.skip{position:absolute;left:-99rem;background:var(--surface);color:var(--link);padding:.6rem 1rem;z-index:3}
.skip:focus{left:.5rem;top:.5rem}
a{color:var(--link)}
:focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:2px}
h1,h2,h3{line-height:1.25;text-wrap:balance;overflow-wrap:anywhere}
h1{font-size:1.9rem;margin:.3rem 0 .6rem}
h2{font-size:1.35rem;margin:0 0 1rem}
h3{font-size:1.05rem;margin:1.6rem 0 .6rem}
p{margin:.5rem 0;max-width:48rem;overflow-wrap:anywhere}
code,pre{font-family:var(--mono);font-size:.875em}
code{background:var(--sunken);padding:.1em .3em;border-radius:4px;overflow-wrap:anywhere}
section{background:var(--surface);border:1px solid var(--line);border-radius:12px;padding:1.5rem 1.75rem;margin:1.25rem 0;scroll-margin-top:1rem}
section>:last-child{margin-bottom:0}
.top{padding-top:2rem}
.product{color:var(--quiet);margin:0;font-size:.9rem}
nav{margin:1.25rem 0 0}
nav ul{list-style:none;display:flex;flex-wrap:wrap;gap:.4rem 1.1rem;margin:0;padding:0}
.banner{border-left:6px solid;border-radius:12px;padding:1.4rem 1.75rem;margin:1rem 0}
.banner p{max-width:52rem}
.banner ul{margin:.6rem 0;padding-left:1.2rem}
.banner li{margin:.4rem 0;max-width:52rem;overflow-wrap:anywhere}
.banner code{background:transparent;padding:0;font-weight:600}
.safe{background:var(--goodGround);border-color:var(--good)}
.held{background:var(--warnGround);border-color:var(--warn)}
.blocked{background:var(--badGround);border-color:var(--bad)}
.unknown{background:var(--openGround);border-color:var(--open)}
.safe :is(h1,h2){color:var(--good)}.held :is(h1,h2){color:var(--warn)}.blocked :is(h1,h2){color:var(--bad)}.unknown :is(h1,h2){color:var(--open)}
.quiet{color:var(--quiet)}
.proof{color:var(--quiet);font-size:.92rem}
dl{display:grid;grid-template-columns:minmax(8rem,max-content) 1fr;gap:.5rem 1.4rem;margin:0}
dt{font-weight:600}dd{margin:0;overflow-wrap:anywhere;min-width:0}
dd p:first-child{margin-top:0}dd p:last-child{margin-bottom:0}
.sides{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(22rem,100%),1fr));gap:1.25rem}
.side{border:1px solid var(--line);border-radius:10px;padding:1rem 1.25rem;min-width:0}
.side h3{margin-top:0}
.side ul{margin:0;padding-left:1.1rem}.side li{margin:.45rem 0;overflow-wrap:anywhere}
.tag{display:inline-block;font-size:.8rem;font-weight:600;border-radius:99px;padding:.05rem .6rem;white-space:nowrap}
.tag.good{color:var(--good);background:var(--goodGround)}
.tag.warn{color:var(--warn);background:var(--warnGround)}
.tag.bad{color:var(--bad);background:var(--badGround)}
.tag.open{color:var(--open);background:var(--openGround)}
.tag.note{color:var(--quiet);background:var(--sunken)}
details{border:1px solid var(--line);border-radius:10px;margin:.6rem 0;padding:0 1.1rem;min-width:0}
details[open]{padding-bottom:1rem}
summary{cursor:pointer;padding:.7rem 0;overflow-wrap:anywhere}
summary .tag{margin-right:.4rem}
details dl{margin-top:.4rem}
.scroll{overflow:auto;max-height:min(90vh,60rem);border:1px solid var(--line);border-radius:10px;margin:.8rem 0}
table{border-collapse:collapse;width:100%;font-size:.92rem}
caption{text-align:left;padding:.6rem .8rem;color:var(--quiet)}
caption span{position:sticky;left:.8rem;display:inline-block;max-width:min(62rem,76vw)}
th,td{text-align:left;vertical-align:top;padding:.5rem .8rem;border-top:1px solid var(--line);max-width:28rem;overflow-wrap:break-word}
thead th{position:sticky;top:0;background:var(--sunken);z-index:1;white-space:nowrap;font-weight:600}
tbody th{font-weight:400;min-width:8rem}tbody th:has(code){min-width:min(22rem,50vw)}
.short{white-space:nowrap}
.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
pre{margin:.4rem 0;padding:.8rem 0;background:var(--sunken);border:1px solid var(--line);border-radius:8px;overflow:auto;max-height:32rem;line-height:1.5;tab-size:4}
pre code{display:block;width:max-content;min-width:100%;background:none;padding:0;font-size:.85rem;overflow-wrap:normal}
.line{display:block;padding:0 1rem 0 0}
.line i{display:inline-block;width:3.6rem;padding-right:1rem;text-align:right;color:var(--quiet);font-style:normal;user-select:none}
.plain .line,.gap{padding-left:1rem}.gap{display:block;color:var(--quiet)}
mark{background:var(--marked);color:var(--text);border-radius:3px}
.lanes{list-style:none;margin:.6rem 0;padding:0}
.lanes li{margin:.7rem 0}
.lane{display:flex;flex-wrap:wrap;gap:.1rem .8rem;font-size:.92rem;overflow-wrap:anywhere}
svg{display:block;width:100%;overflow:visible}
.track{fill:var(--sunken)}.tick{stroke:var(--line)}.axis{fill:var(--quiet);font:12px var(--sans)}
.reads{fill:var(--barReads)}.writes{fill:var(--barWrites)}.other{fill:var(--barOther)}.calm{fill:var(--quiet)}
.mode{font-weight:600}
.swatch{display:inline-block;width:.8rem;height:.8rem;vertical-align:-.05rem}
.legend{display:flex;flex-wrap:wrap;gap:.3rem 1.4rem;list-style:none;margin:.4rem 0;padding:0;font-size:.92rem}
.legend svg{display:inline-block;width:.9rem;height:.9rem;vertical-align:-.1rem;margin-right:.4rem}
.bar{min-width:7rem;margin-top:.3rem}
footer{color:var(--quiet);font-size:.9rem;padding-top:1rem;padding-bottom:3rem}
@media (max-width:40rem){main,.top,footer{padding-left:.75rem;padding-right:.75rem}section,.banner{padding:1.1rem 1rem}
h1{font-size:1.5rem}dl{grid-template-columns:1fr;gap:.1rem}dd{margin-bottom:.7rem}.line i{width:2.6rem;padding-right:.7rem}th,td{padding:.45rem .6rem}}
@media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
@media (prefers-contrast:more){:root{--quiet:var(--text);--line:var(--text)}}
@media print{:root{${variables(light)}}html{font-size:9.5pt}body{background:none}nav,.skip{display:none}
.scroll,pre{max-height:none;overflow:visible}thead th{position:static}th,td{max-width:12rem;padding:.3rem .4rem;overflow-wrap:anywhere}.short,.number,thead th{white-space:normal}tbody th:has(code){min-width:10rem}section{border:0;padding:0}tr,.lanes li{break-inside:avoid}
details::details-content{content-visibility:visible;block-size:auto}pre code{white-space:pre-wrap;width:auto}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
`;
