import type { Page } from 'playwright-core';

/** Drops files or data on a page as the system does. @param at in CSS pixels of the viewport. */
export async function drop(
  page: Page,
  files: readonly string[],
  items: readonly { mimeType: string; data: string }[] = [],
  at: { x: number; y: number } = { x: 300, y: 300 },
): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const data = { items: [...items], files: [...files], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await session.send('Input.dispatchDragEvent', { type, ...at, data });
  }
  await session.detach();
}
