import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { badgeMarkup, type SeenBadge } from './badge.ts';

interface Violation {
  id: string;
  help: string;
  nodes: { html: string }[];
}

/** What axe-core finds wrong with a page as it stands, one line a finding; empty if nothing. */
export async function axeFindings(page: Page): Promise<string[]> {
  const source = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  // By DevTools, since the pages' own policy lets no foreign script in.
  const session = await page.context().newCDPSession(page);
  try {
    await session.send('Runtime.evaluate', { expression: source });
    const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
      expression: 'axe.run().then(({ violations }) => JSON.stringify(violations))',
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    const violations = JSON.parse(String(result.value)) as Violation[];
    return violations.flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${id}: ${help}: ${html}`));
  } finally {
    await session.detach();
  }
}

/**
 * What axe-core finds wrong with a badge and its open details, light, dark and in forced colours. It cannot see into their closed
 * root, so it looks at a copy in an open one, in a window of the same size.
 */
export async function badgeFindings(page: Page, badge: SeenBadge): Promise<string[]> {
  const markup = await badgeMarkup(page, badge);
  const copy = await page.context().newPage();
  const size = page.viewportSize();
  try {
    if (size) await copy.setViewportSize(size);
    await copy.setContent(
      '<!doctype html><html lang="en"><title>Badge</title><main><h1>Badge</h1><div id="host"></div></main></html>',
    );
    await copy.evaluate((html) => {
      const root = document.getElementById('host')?.attachShadow({ mode: 'open' });
      if (root) root.innerHTML = html;
    }, markup);
    // Else nothing would be looked at.
    await copy.getByRole('dialog').waitFor();
    const found: string[] = [];
    for (const look of [
      { colorScheme: 'light' },
      { colorScheme: 'dark' },
      { colorScheme: 'light', forcedColors: 'active' },
    ] as const) {
      await copy.emulateMedia(look);
      found.push(...(await axeFindings(copy)).map((finding) => `${JSON.stringify(look)}: ${finding}`));
    }
    return found;
  } finally {
    await copy.close();
  }
}
