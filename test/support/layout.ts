import type { Page } from 'playwright-core';

/** What a page's boxes tell, one line a fault; empty if there is none. */

/** What is cut off, reaches out of the window, or has the page scroll sideways. */
export function cutOff(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const { scrollWidth } = document.documentElement;
    if (scrollWidth > innerWidth) found.push(`the page is ${scrollWidth} px wide`);
    for (const element of document.body.querySelectorAll<HTMLElement>('*')) {
      if (!(element instanceof HTMLElement) || !element.checkVisibility()) continue;
      const { left, right, width } = element.getBoundingClientRect();
      if (width === 0) continue;
      const name = `<${element.localName} class="${element.className}"> ${element.innerText.slice(0, 40)}`;
      const scrolls = element.parentElement?.closest('.scroll, .table, dialog');
      if (!scrolls && (left < -1 || right > innerWidth + 1)) found.push(`outside: ${name}`);
      const { overflowX, textOverflow } = getComputedStyle(element);
      const hides = ['hidden', 'clip'].includes(overflowX) && textOverflow !== 'ellipsis';
      const hasText = [...element.childNodes].some(
        (node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim(),
      );
      // A column of single letters.
      const lines = element.getBoundingClientRect().height / parseFloat(getComputedStyle(element).lineHeight);
      if (hasText && width < 40 && lines > 3) found.push(`squeezed: ${name}`);
      if (hides && hasText && element.scrollWidth > element.clientWidth + 1) found.push(`cut off: ${name}`);
    }
    return found;
  });
}

/** Where boxes of the popup's rows lie over each other, out of their row, or have no room for their words. */
export function rowFaults(popup: Page): Promise<string[]> {
  return popup.evaluate(() => {
    const found: string[] = [];
    const boxOf = (element: Element) => element.getBoundingClientRect();
    const nameOf = (element: Element) => `<${element.localName}> ${element.textContent.slice(0, 30)}`;
    const shown = (parent: Element) =>
      [...parent.children].filter((child) => child.checkVisibility() && boxOf(child).height > 0);
    const overlap = (a: DOMRect, b: DOMRect) =>
      Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 &&
      Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
    function apart(elements: readonly Element[]): void {
      for (const [i, one] of elements.entries()) {
        for (const other of elements.slice(i + 1)) {
          if (overlap(boxOf(one), boxOf(other))) found.push(`${nameOf(one)} lies over ${nameOf(other)}`);
        }
      }
    }
    function within(inner: Element, outer: Element): void {
      const [a, b] = [boxOf(inner), boxOf(outer)];
      if (a.left < b.left - 1 || a.right > b.right + 1 || a.top < b.top - 1 || a.bottom > b.bottom + 1)
        found.push(`${nameOf(inner)} reaches out of ${nameOf(outer)}`);
    }
    const rows = [...document.querySelectorAll('.row')];
    apart(rows);
    for (const row of rows) {
      const [summary, button, opened] = ['summary', '.show', '.row-details'].map((selector) =>
        row.querySelector(`:scope > ${selector}, :scope > details > ${selector}`),
      );
      if (!summary || !button) return ['A row lacks its line or its button'];
      const line = [...shown(summary), button];
      apart([...line, ...(opened ? [opened] : [])]);
      for (const each of line) within(each, row);
      const name = summary.querySelector('h3');
      if (!name || boxOf(name).width < 24) found.push(`${nameOf(summary)} has no room for its name`);
      if (!opened) continue;
      within(opened, row);
      if (boxOf(opened).width < boxOf(row).width - 1) found.push('The opened row leaves room at its side');
      apart(shown(opened));
      for (const each of shown(opened)) within(each, opened);
    }
    return found;
  });
}

/** What moves or fades by itself. */
export function motion(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('*')].flatMap((element) => {
      const { transitionDuration, animationName } = getComputedStyle(element);
      const still = /^0s(, 0s)*$/.test(transitionDuration) && animationName === 'none';
      return still ? [] : [`<${element.localName} class="${element.getAttribute('class') ?? ''}">`];
    }),
  );
}

/** What is drawn in the colour of what it lies on: marks of verdicts, points, switches, edges of buttons. */
export function unseen(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const groundOf = (element: Element | null): string => {
      for (let at = element; at; at = at.parentElement) {
        const { backgroundColor } = getComputedStyle(at);
        if (!backgroundColor.endsWith(', 0)')) return backgroundColor;
      }
      return 'rgb(255, 255, 255)';
    };
    const all = (selector: string) =>
      [...document.querySelectorAll(selector)].filter((element) => element.checkVisibility());
    const found: string[] = [];
    const differ = (element: Element, colour: string, ground: string) => {
      if (colour === ground)
        found.push(
          `${colour}: <${element.localName} class="${element.getAttribute('class') ?? ''}"> ${element.textContent}`,
        );
    };
    for (const icon of all('.verdict-icon')) {
      const [body, mark] = ['.body', '.mark'].map((part) => icon.querySelector(part));
      if (!body || !mark) continue;
      differ(body, getComputedStyle(body).fill, groundOf(icon));
      differ(mark, getComputedStyle(mark).fill, getComputedStyle(body).fill);
    }
    for (const dot of all('.dot, .switch-thumb'))
      differ(dot, getComputedStyle(dot).backgroundColor, groundOf(dot.parentElement));
    for (const point of all('.timeline .point'))
      differ(point, getComputedStyle(point).fill, groundOf(point.closest('svg')));
    for (const button of all('button, a.button')) {
      const { borderTopColor, borderTopWidth } = getComputedStyle(button);
      if (borderTopWidth === '0px') found.push(`no edge: ${button.textContent}`);
      differ(button, borderTopColor, groundOf(button.parentElement));
    }
    return found;
  });
}
