import { escaped } from '../../../../src/pages/check-files/report/markup.ts';
import { STYLE } from './theme.ts';

/** Small parts of an SVG picture, as text. Coordinates are px from the top left corner. */

/** With one digit after the point: finer than an eye sees. */
export function px(value: number): string {
  return String(Math.round(value * 10) / 10);
}

export interface TextOptions {
  anchor?: 'start' | 'middle' | 'end';
  /** Of the style: `ink`, `soft`, `head`, `title`. */
  look?: string;
  /** Degrees. */
  turned?: number;
}

export function text(x: number, y: number, words: string, options: TextOptions = {}): string {
  const { anchor = 'start', look = 'ink', turned } = options;
  const turn = turned === undefined ? '' : ` transform="rotate(${turned} ${px(x)} ${px(y)})"`;
  const at = anchor === 'start' ? '' : ` text-anchor="${anchor}"`;
  return `<text x="${px(x)}" y="${px(y)}" class="${look}"${at}${turn}>${escaped(words)}</text>`;
}

export function line(x1: number, y1: number, x2: number, y2: number, look: string): string {
  return `<path d="M${px(x1)} ${px(y1)}L${px(x2)} ${px(y2)}" class="${look}"/>`;
}

export function rect(x: number, y: number, width: number, height: number, look: string): string {
  return `<rect x="${px(x)}" y="${px(y)}" width="${px(width)}" height="${px(height)}" class="${look}"/>`;
}

export function circle(x: number, y: number, radius: number, look: string): string {
  return `<circle cx="${px(x)}" cy="${px(y)}" r="${radius}" class="${look}"/>`;
}

export function diamond(x: number, y: number, radius: number, look: string): string {
  const d = `M${px(x)} ${px(y - radius)}l${radius} ${radius}-${radius} ${radius}-${radius}-${radius}z`;
  return `<path d="${d}" class="${look}"/>`;
}

export type Point = readonly [x: number, y: number];

/** Points nearer than this to the one before are left out: thousands of steps are no clearer than hundreds. */
const NEAREST = 1.2;

function pathOf(points: readonly Point[]): string {
  const kept: Point[] = [];
  for (const [at, point] of points.entries()) {
    const last = kept.at(-1);
    const far = !last || Math.abs(point[0] - last[0]) + Math.abs(point[1] - last[1]) >= NEAREST;
    if (far || at === points.length - 1) kept.push(point);
  }
  return kept.map(([x, y], at) => `${at === 0 ? 'M' : 'L'}${px(x)} ${px(y)}`).join('');
}

export function polyline(points: readonly Point[], look: string): string {
  return `<path d="${pathOf(points)}" class="${look}"/>`;
}

export function polygon(points: readonly Point[], look: string): string {
  return `<path d="${pathOf(points)}z" class="${look}"/>`;
}

/** A part of a picture, drawn from its own corner. */
export interface Panel {
  width: number;
  height: number;
  body: string;
}

export interface Figure {
  title: string;
  /** What there is to see, for those who cannot. */
  description: string;
  panels: readonly Panel[];
  /** Lines under the panels. */
  notes?: readonly string[];
  /** Panels in a row; all of them unless given. */
  columns?: number;
}

const MARGIN = 14;
const TITLE = 30;
const NOTE = 16;
/** Mean width of a letter at 12 px, on the safe side. */
const LETTER = 6.1;
/** The same for a title. */
const TITLE_LETTER = 8.2;

/** The whole picture: title, panels in rows, notes. Colours follow the reader's light or dark theme. */
export function figure({ title, description, panels, notes = [], columns = panels.length }: Figure): string {
  let width = 2 * MARGIN + title.length * TITLE_LETTER;
  let y = MARGIN + TITLE;
  const parts: string[] = [];
  for (let begin = 0; begin < panels.length; begin += columns) {
    let x = MARGIN;
    const row = panels.slice(begin, begin + columns);
    for (const panel of row) {
      parts.push(`<g transform="translate(${px(x)} ${px(y)})">${panel.body}</g>`);
      x += panel.width;
    }
    y += Math.max(...row.map(({ height }) => height));
    width = Math.max(width, x + MARGIN);
  }
  const lines = notes.flatMap((note) => wrapped(note, Math.floor((width - 2 * MARGIN) / LETTER)));
  for (const words of lines) {
    y += NOTE;
    parts.push(text(MARGIN, y, words, { look: 'soft' }));
  }
  const height = y + MARGIN;
  const box = `width="${px(width)}" height="${px(height)}" viewBox="0 0 ${px(width)} ${px(height)}"`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" ${box} role="img" aria-labelledby="title description">`,
    `<title id="title">${escaped(title)}</title>`,
    `<desc id="description">${escaped(description)}</desc>`,
    `<style>${STYLE}</style>`,
    rect(0, 0, width, height, 'ground'),
    text(MARGIN, MARGIN + 14, title, { look: 'ink title' }),
    ...parts,
    '</svg>',
    '',
  ].join('\n');
}

/** Cut into lines of at most `letters`, between words. */
function wrapped(words: string, letters: number): string[] {
  const lines: string[] = [];
  let current = '';
  for (const word of words.split(' ')) {
    if (current !== '' && current.length + 1 + word.length > letters) {
      lines.push(current);
      current = word;
    } else {
      current = current === '' ? word : `${current} ${word}`;
    }
  }
  return current === '' ? lines : [...lines, current];
}
