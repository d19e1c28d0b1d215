import { expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { poll } from '../../tools/lib/poll.ts';
import { tabReport } from '../../tools/lib/browser/tell.ts';
import { badges, isJudged, waitForBadge } from '../support/badge.ts';
import { useStage } from '../support/stage.ts';
import { siblings } from '../support/suite.ts';

/** Pages that want the extension silent, or to say what they like. */
const stage = useStage({ site: true });

const VIDEO =
  '<video src="/clips/one-face.webm" muted autoplay loop playsinline width="640" height="360" style="position:fixed;inset:0 auto auto 0"></video>';

/** Every name that elements and documents answer to. */
const NAMES = `
  const namesOf = (...prototypes) => [...new Set(prototypes.flatMap((prototype) => Object.getOwnPropertyNames(prototype)))];
  const elementNames = namesOf(HTMLFormElement.prototype, HTMLElement.prototype, Element.prototype, Node.prototype, EventTarget.prototype);
  const inputs = elementNames.map((name) => '<input type="hidden" name="' + name + '">').join('');`;

const BEFORE = {
  'a custom element with the names of our elements': `<script>
    for (const name of ['fakefilter-badge', 'fakefilter-live', 'fakefilter-panel', 'fakefilter-host'])
      customElements.define(name, class extends HTMLElement {
        constructor() { super(); this.inner = this.attachInternals(); throw new Error('no'); }
      });
    customElements.define('own-div', class extends HTMLDivElement {
      constructor() { super(); throw new Error('no'); }
    }, { extends: 'div' });
  </script>${VIDEO}`,
  'timers and frames that the page calls off': `${VIDEO}<script>
    setInterval(() => { for (let i = 0; i < 30000; i++) { if (i !== own) clearTimeout(i); cancelAnimationFrame(i); } }, 40);
    const own = 1;
  </script>`,
  'elements named as variables of our script may be':
    [
      'fakefilterLife',
      'fakefilter',
      'browser',
      'define',
      'module',
      'exports',
      'process',
      'globalThis',
      'chrome',
      'scheduler',
    ]
      .map(
        (name) =>
          `<form id="${name}"><input name="signal"><input name="aborted"><input name="runtime"><input name="id"></form><iframe name="${name}" hidden></iframe>`,
      )
      .join('') + VIDEO,
  'a form around the video whose inputs have the names of everything': `<form id="around">${VIDEO}</form><script>${NAMES}
    Element.prototype.insertAdjacentHTML.call(document.getElementById('around'), 'afterbegin', inputs);
  </script>`,
  'a form as a modal dialog elsewhere, with all names': `<script>${NAMES}
    document.write('<form aria-modal="true" style="position:fixed;right:0;bottom:0;width:9px;height:9px">' + inputs + '</form>');
  </script>${VIDEO}`,
  'forms, pictures and frames with the names of the document': `<script>
    const names = Object.getOwnPropertyNames(Document.prototype).concat(Object.getOwnPropertyNames(Node.prototype), ['addEventListener']);
    document.write(names.map((name, i) => ['<form name="' + name + '"></form>', '<img name="' + name + '" alt="">',
      '<embed name="' + name + '" hidden>', '<object id="' + name + '" name="' + name + '" hidden></object>'][i % 4]).join('')
      + names.map((name) => '<form name="' + name + '" id="' + name + '"></form>').join(''));
  </script>${VIDEO}`,
  'elements with the names of what a window has': `<script>
    document.write(Object.getOwnPropertyNames(window).map((name) => '<a id="' + name + '"></a><img name="' + name + '" alt="">').join(''));
  </script>${VIDEO}`,
  'a document that is opened anew, which ends what listens to it': `<script>
    addEventListener('load', () => setTimeout(() => { document.open(); document.write(${JSON.stringify(VIDEO)}); document.close(); }, 500));
  </script>`,
  'a root that another one takes the place of': `<script>
    addEventListener('load', () => setTimeout(() => {
      const root = document.createElement('html');
      root.innerHTML = ${JSON.stringify(`<body>${VIDEO}</body>`)};
      document.replaceChild(root, document.documentElement);
    }, 500));
  </script>`,
  'elements with throwing properties of their own': `<div id="around">${VIDEO}</div><script>
    for (const element of [document.documentElement, document.body, document.getElementById('around'), document.querySelector('video')])
      for (const name of ['parentElement', 'parentNode', 'shadowRoot', 'assignedSlot', 'getRootNode', 'matches', 'append', 'checkVisibility', 'getBoundingClientRect'])
        Object.defineProperty(element, name, { get() { throw new Error('no'); } });
  </script>`,
} as const;

// First, as it takes longest.
test.concurrent('events that the page keeps from the player silence nothing', async () => {
  const page = await stage.openHtml(
    `<!doctype html><title>Swallowed</title><script>
      for (const type of ['timeupdate', 'playing', 'play', 'loadeddata', 'loadstart', 'emptied', 'resize', 'pause', 'seeked', 'ended', 'canplay', 'loadedmetadata', 'durationchange', 'progress'])
        addEventListener(type, (event) => event.stopImmediatePropagation(), true);
    </script>${VIDEO}`,
  );
  await waitForBadge(page, 'a verdict on the face', isJudged, 90_000);
  // Another video takes its place, and its events are kept back, too.
  await page.evaluate(() => {
    const video = document.querySelector('video');
    if (video) video.src = '/clips/no-face.webm';
  });
  await waitForBadge(
    page,
    'the verdict on the other video',
    (badge) => badge.headline === 'Could not check (no face to judge)',
    120_000,
  );
});

test.concurrent.for(siblings(Object.entries(BEFORE), 4))(
  '%s: the verdict comes to the badge and the toolbar',
  async ([, html]) => {
    const page = await stage.openHtml(`<!doctype html><title>Hostile</title>${html}`);
    await waitForBadge(page, 'a verdict on the face', isJudged, 90_000);
  },
);

test.concurrent('a chain of 3,000 elements around the video holds nothing up', async () => {
  const page = await stage.openHtml(`<!doctype html><title>Deep</title><div id="around"></div><script>
    let inner = document.getElementById('around');
    for (let i = 0; i < 3000; i++) {
      inner = inner.appendChild(document.createElement('div'));
      inner.style.display = 'contents';
    }
    inner.innerHTML = ${JSON.stringify(VIDEO)};
  </script>`);
  const tabId = await stage.tabId(page);
  const office = await stage.browser.page('licenses.txt');
  // DevTools cannot read so deep a page.
  await poll(
    'the verdict in the ledger',
    async () => (await tabReport(office, tabId)).videos[0]?.phase === 'done',
    { limitMs: 90_000 },
  );
});

test.concurrent('a page that loads its video again and again is told of', async () => {
  const page = await stage.openHtml(
    `<!doctype html><title>Restless</title>${VIDEO}<script>setInterval(() => document.querySelector('video').load(), 900)</script>`,
  );
  await poll('the toolbar to tell', async () => (await toolbarTitle(page)).includes('interferes'), {
    limitMs: 120_000,
  });
});

/** What events of a player and a page a script can make up. */
const FORGED = {
  'of a player':
    "for (const type of ['emptied', 'loadstart', 'ended', 'error', 'encrypted', 'waiting', 'stalled', 'abort', 'suspend', 'pause', 'seeking', 'ratechange', 'enterpictureinpicture']) video.dispatchEvent(new Event(type))",
  'of a page':
    "for (const type of ['visibilitychange', 'resize', 'scroll', 'fullscreenchange', 'toggle', 'close']) { document.dispatchEvent(new Event(type, { bubbles: true })); dispatchEvent(new Event(type)) } for (const type of ['pagehide', 'pageshow', 'freeze', 'resume']) dispatchEvent(new PageTransitionEvent(type, { persisted: true })); for (const type of ['beforeunload', 'unload']) dispatchEvent(new Event(type))",
} as const;

test.concurrent.for(Object.entries(FORGED))('forged events %s change nothing', async ([, act]) => {
  const page = await stage.openHtml(
    `<!doctype html><title>Forged</title>${VIDEO}<script>const video = document.querySelector('video'); setInterval(() => { ${act} }, 100)</script>`,
  );
  await waitForBadge(page, 'a verdict on the face', isJudged, 150_000);
  const tabId = await stage.tabId(page);
  const office = await stage.browser.page('licenses.txt');
  await poll(
    'the verdict in the ledger',
    async () => (await tabReport(office, tabId)).videos[0]?.phase === 'done',
  );
  await page.waitForTimeout(2000);
  const { videos } = await tabReport(office, tabId);
  expect(videos).toHaveLength(1);
  expect(videos[0]?.phase).toBe('done');
  expect(videos[0]?.interference).toBeUndefined();
});

/** Finds the badge's element as a page can: it is the one that the page did not make. */
const HOST =
  "[...document.documentElement.children].find((element) => !['HEAD', 'BODY'].includes(element.tagName))";

const TAMPERED = {
  'removed again and again': `setInterval(() => ${HOST}?.remove(), 50)`,
  'given a style': `setInterval(() => ${HOST}?.setAttribute('style', 'display: none !important'), 100)`,
  copied: `document.documentElement.append(${HOST}.cloneNode(true))`,
  'made invisible with its page': `document.documentElement.style.opacity = '0.05'`,
  covered: `document.body.insertAdjacentHTML('beforeend', '<div popover="manual" id="cover" style="inset:0;width:100vw;height:100vh;margin:0;background:white"></div>'); document.querySelector('#cover').showPopover()`,
  'made clear by a filter of its page': `document.documentElement.style.filter = 'opacity(0.02)'`,
  'removed once': `${HOST}.remove()`,
  'put elsewhere': `document.querySelector('#closet').append(${HOST})`,
  'made inert': `${HOST}.inert = true`,
  'covered by what takes no pointer': `document.documentElement.insertAdjacentHTML('beforeend', '<div style="position:fixed;inset:0;z-index:2147483647;background:white;pointer-events:none"></div>')`,
  'cut off with its page': `document.documentElement.style.clipPath = 'inset(0 0 0 50%)'`,
} as const;

async function toolbarTitle(page: Page): Promise<string> {
  const tabId = await stage.tabId(page);
  return (await stage.browser.worker()).evaluate((id) => chrome.action.getTitle({ tabId: id }), tabId);
}

test.concurrent.for(siblings(Object.entries(TAMPERED), 4))(
  'a badge that is %s: the toolbar and the popup tell',
  async ([, act]) => {
    const page = await stage.openHtml(
      `<!doctype html><title>Tampering</title>${VIDEO}<div id="closet" style="display:none"></div>`,
    );
    await waitForBadge(page, 'the badge', (badge) => badge.box !== null);
    await page.waitForTimeout(3000);
    expect(await toolbarTitle(page)).not.toContain('interferes');
    await page.evaluate(act);
    await poll(
      'the toolbar to tell',
      async () => (await toolbarTitle(page)).includes('interferes with the badge'),
      { limitMs: 90_000 },
    );
    const tabId = await stage.tabId(page);
    const popup = await stage.browser.page(`src/popup/index.html?tab=${tabId}`);
    await popup.getByText('This page interferes with the badge').first().waitFor();
  },
);

test.concurrent('what covers the badge for a moment is not told for ever', async () => {
  const page = await stage.openHtml(`<!doctype html><title>Moment</title>${VIDEO}`);
  await waitForBadge(page, 'the badge', (badge) => badge.box !== null);
  await page.evaluate(TAMPERED.covered);
  await poll('the toolbar to tell', async () => (await toolbarTitle(page)).includes('interferes'), {
    limitMs: 90_000,
  });
  await page.evaluate("document.querySelector('#cover').remove()");
  await poll('the toolbar to take it back', async () => !(await toolbarTitle(page)).includes('interferes'), {
    limitMs: 90_000,
  });
});

test.concurrent('a page finds nothing of the badge behind its element', async () => {
  const page = await stage.openHtml(`<!doctype html><title>Inside</title>${VIDEO}`);
  await waitForBadge(page, 'the badge', (badge) => badge.box !== null);
  const found = await page.evaluate(`(() => {
    const host = ${HOST};
    const tries = {
      shadowRoot: () => host.shadowRoot,
      internals: () => host.attachInternals().shadowRoot,
      copy: () => host.cloneNode(true).shadowRoot,
      text: () => host.textContent || null,
      html: () => (host.getHTML({ serializableShadowRoots: true }).includes('button') ? 'html' : null),
    };
    return Object.entries(tries).flatMap(([name, find]) => { try { return find() ? [name] : []; } catch { return []; } });
  })()`);
  expect(found).toEqual([]);
  expect(await badges(page)).toHaveLength(1);
});
