import { poll } from '../../poll.ts';
import type { BidiSession } from './bidi.ts';

/** A DOM node as Firefox tells of it, with closed shadow roots. */
export interface SeenNode {
  /** Names it in later commands. */
  sharedId: string;
  /** 1 an element, 3 a text, 11 a shadow root. */
  type: number;
  name: string;
  text: string;
  attributes: Readonly<Record<string, string>>;
  /** Of its shadow root first. */
  children: readonly SeenNode[];
}

interface RemoteNode {
  sharedId?: string;
  value?: {
    nodeType: number;
    localName?: string;
    nodeValue?: string;
    attributes?: Record<string, string>;
    children?: RemoteNode[];
    shadowRoot?: RemoteNode | null;
  };
}

interface Evaluated {
  type: 'success' | 'exception';
  result?: { type: string; value?: unknown };
  exceptionDetails?: { text: string };
}

/** `css` selector, or role and accessible name. */
export type Locator = string | { role: string; name: string };

const LEFT = 0;
export const RIGHT = 2;

/** One tab of Firefox, or its window with all the browser's own controls. */
export class FirefoxTab {
  readonly context: string;
  readonly #session: BidiSession;

  constructor(session: BidiSession, context: string) {
    this.#session = session;
    this.context = context;
  }

  /** Opens an address and waits until it is loaded. */
  async goto(url: string): Promise<void> {
    // Of the extension's own pages Firefox never says that they are loaded.
    await this.#session.send('browsingContext.navigate', { context: this.context, url, wait: 'none' });
    await poll(`${url} to load`, () =>
      this.run<boolean>(`location.href === ${JSON.stringify(url)} && document.readyState === 'complete'`),
    );
  }

  /** Runs an expression, awaits its promise and returns its value by JSON. @throws Error with the exception's text. */
  async run<T>(expression: string): Promise<T> {
    const answer = (await this.#session.send('script.evaluate', {
      expression: `(async () => JSON.stringify(await (${expression})) ?? 'null')()`,
      target: { context: this.context },
      awaitPromise: true,
    })) as Evaluated;
    if (answer.type === 'exception') throw new Error(answer.exceptionDetails?.text ?? 'unknown exception');
    return JSON.parse(String(answer.result?.value)) as T;
  }

  /** All elements that fit a selector, with all that is below them. */
  async see(selector: string): Promise<SeenNode[]> {
    const answer = (await this.#session.send('browsingContext.locateNodes', {
      context: this.context,
      locator: { type: 'css', value: selector },
      serializationOptions: { maxDomDepth: 50, includeShadowTree: 'all' },
    })) as { nodes: RemoteNode[] };
    return answer.nodes.map(seenNode);
  }

  /** Waits for an element and clicks it with the mouse. */
  async click(locator: Locator): Promise<void> {
    const wanted =
      typeof locator === 'string'
        ? { type: 'css', value: locator }
        : { type: 'accessibility', value: locator };
    const node = await poll(`an element ${JSON.stringify(locator)}`, async () => {
      const answer = (await this.#session.send('browsingContext.locateNodes', {
        context: this.context,
        locator: wanted,
        maxNodeCount: 1,
      })) as { nodes: RemoteNode[] };
      return answer.nodes[0]?.sharedId;
    });
    await this.clickNode(node);
  }

  async clickNode(sharedId: string, button = LEFT): Promise<void> {
    const origin = { type: 'element', element: { sharedId } };
    await this.#session.send('input.performActions', {
      context: this.context,
      actions: [
        {
          type: 'pointer',
          id: 'mouse',
          actions: [
            { type: 'pointerMove', x: 0, y: 0, origin },
            { type: 'pointerDown', button },
            { type: 'pointerUp', button },
          ],
        },
      ],
    });
  }

  /** Presses keys one after the other while the first ones are held. */
  async press(...keys: readonly string[]): Promise<void> {
    const down = keys.map((value) => ({ type: 'keyDown', value }));
    const up = [...keys].reverse().map((value) => ({ type: 'keyUp', value }));
    await this.#session.send('input.performActions', {
      context: this.context,
      actions: [{ type: 'key', id: 'keyboard', actions: [...down, ...up] }],
    });
  }

  /** Puts files into an `<input type="file">`. */
  async choose(selector: string, files: readonly string[]): Promise<void> {
    const [input] = await this.see(selector);
    if (!input) throw new Error(`There is no ${selector}`);
    await this.#session.send('input.setFiles', {
      context: this.context,
      element: { sharedId: input.sharedId },
      files,
    });
  }

  /** A PNG of what the tab shows. */
  async picture(): Promise<Buffer> {
    const answer = (await this.#session.send('browsingContext.captureScreenshot', {
      context: this.context,
    })) as { data: string };
    return Buffer.from(answer.data, 'base64');
  }

  async toFront(): Promise<void> {
    await this.#session.send('browsingContext.activate', { context: this.context });
  }

  async close(): Promise<void> {
    await this.#session.send('browsingContext.close', { context: this.context });
  }
}

function seenNode({ sharedId = '', value }: RemoteNode): SeenNode {
  const inside = [...(value?.shadowRoot ? [value.shadowRoot] : []), ...(value?.children ?? [])];
  return {
    sharedId,
    type: value?.nodeType ?? 0,
    name: value?.localName ?? '',
    text: value?.nodeValue ?? '',
    attributes: value?.attributes ?? {},
    children: inside.map(seenNode),
  };
}

/** A node and all below it, in the order of the document. */
export function* nodesOf(node: SeenNode): Generator<SeenNode> {
  yield node;
  for (const child of node.children) yield* nodesOf(child);
}

/** The words in a node, but for style sheets. */
export function wordsOf(node: SeenNode): string {
  if (node.name === 'style') return '';
  if (node.type === 3) return node.text;
  return node.children
    .map(wordsOf)
    .filter((words) => words.trim() !== '')
    .join(' ')
    .trim();
}
