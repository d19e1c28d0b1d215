/**
 * Draws the extension's icons: a face under a magnifier, half of it coming apart into squares.
 * Run with `node assets/icons/draw.mjs`; needs a Chromium (CHROMIUM, else /usr/bin/chromium).
 */
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const FOLDER = dirname(fileURLToPath(import.meta.url));

const BLUE = '#2a62c0';
const PALE = '#e9f1fd';
const RED = '#d23a2e';

/** Large sizes: lens, handle, an outlined face whose right half is squares. On a 128 grid. */
const LARGE = `
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 128 128">
  <path d="M88 88 L114 114" stroke="${BLUE}" stroke-width="19" stroke-linecap="round"/>
  <circle cx="54" cy="54" r="45" fill="${PALE}" stroke="${BLUE}" stroke-width="10"/>
  <path d="M54 23 C37 23 30 35 30 50 C30 69 41 84 54 86" fill="none" stroke="${BLUE}" stroke-width="6.5" stroke-linecap="round"/>
  <circle cx="43.5" cy="50" r="5" fill="${BLUE}"/>
  <path d="M42.5 67 C46 71.5 50 72.5 54 72.5" fill="none" stroke="${BLUE}" stroke-width="5.5" stroke-linecap="round"/>
  <g fill="${RED}">
    <rect x="58" y="20" width="9" height="9"/><rect x="69" y="27" width="9" height="9"/><rect x="75" y="39" width="9" height="9"/>
    <rect x="75" y="52" width="9" height="9"/><rect x="70" y="65" width="9" height="9"/><rect x="60" y="76" width="9" height="9"/>
    <rect x="60" y="45.5" width="9" height="9"/><rect x="59" y="64" width="8" height="8"/>
  </g>
</svg>`;

/** Toolbar sizes: the same with what survives 16 pixels, on a 16 grid so that edges fall on pixels. */
const SMALL = `
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">
  <path d="M11.5 11.5 L14.5 14.5" stroke="${BLUE}" stroke-width="2.8" stroke-linecap="round"/>
  <circle cx="7" cy="7" r="6" fill="${PALE}" stroke="${BLUE}" stroke-width="1.7"/>
  <rect x="4" y="5" width="2" height="2" fill="${BLUE}"/>
  <rect x="8" y="5" width="2" height="2" fill="${RED}"/>
  <rect x="4" y="9" width="3" height="1.3" fill="${BLUE}"/>
  <rect x="7" y="9" width="3" height="1.3" fill="${RED}"/>
</svg>`;

const ICONS = [
  { size: 16, drawing: SMALL },
  { size: 32, drawing: SMALL },
  { size: 48, drawing: LARGE },
  { size: 128, drawing: LARGE },
];

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
try {
  for (const { size, drawing } of ICONS) {
    const page = await browser.newPage({ viewport: { width: size, height: size } });
    await page.setContent(
      `<style>body{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${drawing}`,
    );
    await writeFile(join(FOLDER, `icon-${size}.png`), await page.screenshot({ omitBackground: true }));
    await page.close();
  }
} finally {
  await browser.close();
}
