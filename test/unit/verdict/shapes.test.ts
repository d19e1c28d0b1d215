import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { STYLE } from '../../../src/content/badge/style.ts';
import { OUTLINE, SHAPES } from '../../../src/verdict/shapes.ts';

/** Relative luminance of `#rrggbb`, 0…1 (WCAG 2.2). */
function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

function groundsOf(css: string): string[] {
  return [...css.matchAll(/--(?:ground|surface): (#[0-9a-f]{6})/g)].flatMap((match) => match[1] ?? []);
}

/** Chromium's toolbars, light and dark, of its older and newer look. */
const TOOLBARS = ['#ffffff', '#f2f6fc', '#35363a', '#3c3c3c'];
const PAGES = groundsOf(
  readFileSync(new URL('../../../src/pages/shared/style.css', import.meta.url), 'utf8'),
);
const BADGES = groundsOf(STYLE);

it('the grounds of badges and pages are known, light and dark', () => {
  expect(BADGES).toHaveLength(2);
  expect(PAGES).toHaveLength(4);
});

it.each(Object.entries(SHAPES))('the mark "%s" can be read, and told from every ground', (_, shape) => {
  expect(contrast(shape.ink, shape.colour)).toBeGreaterThanOrEqual(4.5);
  for (const ground of [...TOOLBARS, ...PAGES, ...BADGES]) {
    const best = Math.max(contrast(shape.colour, ground), contrast(OUTLINE.colour, ground));
    expect(best, ground).toBeGreaterThanOrEqual(3);
  }
});
