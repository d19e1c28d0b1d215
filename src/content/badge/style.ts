import { OUTLINE, SHAPES } from '../../verdict/shapes.ts';

/** Left free of the panel in narrow windows: a scrollbar, which 100vw counts in, and a gap on each side. */
const PANEL_MARGINS = 32;

const colours = Object.entries(SHAPES)
  .map(([name, { colour, ink }]) => `.${name} .body{fill:${colour}} .${name} .mark{fill:${ink}}`)
  .join('\n');

/** Side of an unseen square, in CSS pixels, by which the scale of the page is measured. */
export const PROBE_SIDE = 100;

/** The host keeps its place while the page scrolls. */
export const HELD = ':host { position: fixed !important; }';
/** The host scrolls with the page, without a script having to move it. */
export const SCROLLED = ':host { position: absolute !important; }';

/**
 * Styles of a badge and its panel. `!important` on the host outranks every rule of the page (an important declaration of a
 * shadow tree beats one from outside), so the page can neither move nor recolour it; all else lies in a closed root. Nothing moves or
 * fades, so there is no motion to reduce.
 * Text has at least 7:1 on its opaque ground in both schemes.
 */
export const STYLE = `
:host {
  all: initial !important;
  top: 0 !important;
  left: 0 !important;
  width: 0 !important;
  height: 0 !important;
  display: block !important;
  z-index: 2147483647 !important;
  color-scheme: light dark !important;
}
.probe { position: fixed; width: ${PROBE_SIDE}px; height: ${PROBE_SIDE}px; visibility: hidden; pointer-events: none; }
.stage {
  --ground: #ffffff; --ink: #1b1b20; --soft: #55555e; --line: #8a8a94; --focus: #0b57d0;
  --band-high: #f3d3d0; --band-none: #d6e3f5;
  font: 12px/1.35 system-ui, sans-serif;
  color: var(--ink);
  text-align: start;
}
@media (prefers-color-scheme: dark) {
  .stage { --ground: #202024; --ink: #f2f2f5; --soft: #c2c2ca; --line: #7d7d88; --focus: #a8c7fa; --band-high: #5a2b28; --band-none: #25374f; }
}
@media (prefers-contrast: more) {
  .stage { --soft: var(--ink); --line: var(--ink); }
}
.stage [hidden] { display: none; }
.stage.transparent { opacity: 0; }
.badge, .panel { position: absolute; box-sizing: border-box; }
.badge {
  display: inline-flex; align-items: center; gap: 5px;
  min-width: 26px; min-height: 26px; margin: 0; padding-block: 3px; padding-inline: 4px 8px;
  border: 1px solid var(--line); border-radius: 13px;
  background: var(--ground); color: inherit; font: inherit; white-space: nowrap; cursor: pointer;
}
.badge.small { padding-inline: 4px; }
.badge.small .words { display: none; }
.badge.small:hover .words, .badge.small:focus-visible .words {
  display: block; position: absolute; inset-block-start: calc(100% + 4px); left: 0; padding: 3px 8px;
  border: 1px solid var(--line); border-radius: 6px; background: var(--ground); color: var(--ink);
}
.badge.small.right .words { left: auto; right: 0; }
.badge.small.low .words { inset-block: auto calc(100% + 4px); }
.stage.large .badge { min-width: 36px; min-height: 36px; border-radius: 18px; font-size: 16px; }
.stage.large .badge .icon { width: 22px; height: 22px; }
button:focus-visible, summary:focus-visible, .panel:focus-visible {
  outline: 3px solid var(--focus); outline-offset: 1px;
}
.icon { flex: none; display: block; }
.icon .body { stroke: ${OUTLINE.colour}; stroke-width: ${OUTLINE.width}; stroke-linejoin: round; }
${colours}
.panel {
  width: 320px; max-width: calc(100vw - ${PANEL_MARGINS}px); max-height: min(70vh, 440px); overflow: auto;
  padding: 12px; border: 1px solid var(--line); border-radius: 8px;
  background: var(--ground); color: inherit; font-size: 13px; overscroll-behavior: contain;
  box-shadow: 0 2px 12px rgb(0 0 0 / .35);
}
h2 { display: flex; gap: 6px; align-items: center; margin: 0 0 4px; font-size: 14px; line-height: 1.3; }
p { margin: 0 0 8px; }
.soft { color: var(--soft); }
ul { list-style: none; margin: 0 0 8px; padding: 0; }
li { padding-block: 8px; border-block-start: 1px solid var(--line); }
.face { display: grid; grid-template-columns: auto 1fr; gap: 2px 10px; align-items: center; }
.face img { grid-row: span 2; inline-size: 48px; block-size: 48px; border-radius: 4px; object-fit: cover; background: var(--line); }
.face .name { font-weight: 600; }
.heat { display: grid; grid-template-columns: auto 1fr; gap: 2px 10px; align-items: center; margin: 0 0 8px; }
.heat .face-heat { position: relative; inline-size: 112px; block-size: 112px; border-radius: 6px; overflow: hidden; background: var(--line); }
.heat img, .heat canvas { position: absolute; inset: 0; inline-size: 100%; block-size: 100%; }
.heat img { filter: grayscale(1) brightness(.7); }
.heat p { margin: 0 0 4px; }
.timeline { display: block; inline-size: 100%; block-size: 56px; margin-block: 6px 2px; }
.timeline .band { fill: var(--band-none); }
.timeline .band.manipulated { fill: var(--band-high); }
.timeline .line { fill: none; stroke: var(--ink); stroke-width: 1.5; }
.timeline .point { fill: var(--ink); }
table { border-collapse: collapse; margin-block-start: 4px; }
th, td { text-align: start; padding: 1px 16px 1px 0; font-weight: normal; font-variant-numeric: tabular-nums; }
th { color: var(--soft); }
summary { cursor: pointer; min-height: 24px; }
dl { display: grid; grid-template-columns: auto 1fr; gap: 2px 10px; margin: 0 0 10px; }
dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; }
.actions { display: flex; gap: 8px; flex-wrap: wrap; }
.actions button {
  min-height: 30px; padding: 4px 12px; border: 1px solid var(--line); border-radius: 6px;
  background: transparent; color: inherit; font: inherit; cursor: pointer;
}
@media (forced-colors: active) {
  .stage { --ground: Canvas; --ink: CanvasText; --soft: CanvasText; --line: CanvasText; --focus: Highlight; }
  .badge, .badge.small .words, .actions button { background: ButtonFace; color: ButtonText; border-color: ButtonText; }
  .icon { forced-color-adjust: none; }
  .icon .body { fill: ButtonText; stroke: none; }
  .icon .mark { fill: ButtonFace; }
}
@media print { .stage { display: none; } }
`;
