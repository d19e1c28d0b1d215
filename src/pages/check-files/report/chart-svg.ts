import type { FaceChart } from '../timeline-chart.ts';
import { markup, type Markup } from './markup.ts';
import { LEVEL_WORDS } from '../../../verdict/words.ts';
import { text } from '../../../words/text.ts';

const WIDTH = 640;
const HEIGHT = 120;
const LEFT = 66;
/** Half of the last label of the axis. */
const RIGHT = 20;
const AXIS = 18;

const x = (share: number): string => (LEFT + share * (WIDTH - LEFT - RIGHT)).toFixed(1);
const y = (share: number): string => (share * HEIGHT).toFixed(1);
const FILLS = { manipulated: '#f3d3d0', unclear: '#ffffff', noSign: '#d6e3f5' } as const;

/** A face's scores over time as a drawing that needs nothing else. @param words what it shows. */
export function chartSvg({ points, bands, ticks, cuts }: FaceChart, words: string): Markup {
  const line = points.map((point) => `${x(point.x)},${y(point.y)}`).join(' ');
  return markup`<svg viewBox="0 0 ${WIDTH} ${HEIGHT + AXIS}" direction="ltr" role="img" aria-label="${words}">
${bands.map(
  (band) =>
    markup`<rect x="${x(0)}" y="${y(band.y)}" width="${(WIDTH - LEFT - RIGHT).toFixed(1)}" height="${y(band.height)}" fill="${FILLS[band.kind]}" stroke="#999"/>
<text x="${LEFT - 6}" y="${y(labelAt(band))}" text-anchor="end" font-size="11">${band.kind === 'unclear' ? text('chart_between') : LEVEL_WORDS[band.kind]}</text>`,
)}
${cuts.map((cut) => markup`<line x1="${x(cut)}" x2="${x(cut)}" y1="0" y2="${HEIGHT}" stroke="#555" stroke-dasharray="3 3"/>`)}
<polyline points="${line}" fill="none" stroke="#555"/>
${points.map((point) => markup`<circle cx="${x(point.x)}" cy="${y(point.y)}" r="2.6"/>`)}
${ticks.map((tick) => markup`<text x="${x(tick.x)}" y="${HEIGHT + 13}" text-anchor="middle" font-size="11">${tick.label}</text>`)}
</svg>`;
}

/** In the middle of the band; of one at the edge inside the drawing. */
function labelAt(band: FaceChart['bands'][number]): number {
  return Math.min(0.98, Math.max(0.1, band.y + band.height / 2 + 0.03));
}
