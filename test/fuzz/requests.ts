import fc from 'fast-check';
import type { MessageName, Request } from '../../src/messages/protocol.ts';

/** Messages of every kind: as they should be, nearly so, and at random. */

const key = { video: 'a1b2c3', epoch: 1 };
const SIDE = 16;
const frame = {
  width: SIDE,
  height: SIDE,
  rgba: Buffer.alloc(SIDE * SIDE * 4, 127).toString('base64'),
};
const planes = {
  ...({ format: 'I420', width: SIDE, height: SIDE, displayWidth: SIDE, displayHeight: SIDE } as const),
  colorSpace: { fullRange: false, matrix: 'bt709', primaries: 'bt709', transfer: 'bt709' } as const,
  bytes: new Uint8Array((SIDE * SIDE * 3) / 2),
};
const box = { x: 0.1, y: 0.1, width: 0.5, height: 0.5 };
const picture = 'data:image/webp;base64,AAAA';
const settings = {
  corner: 'top-start',
  screenCapture: true,
  badges: 'all',
  badgeSize: 'medium',
  energy: 'full',
} as const;

/** One good request of each kind. `tabId` and `origin` are those of the page that is open. */
export function goodRequests(tabId: number, origin: string): { [N in MessageName]: Request<N> } {
  const verdict = { kind: 'unclear', reason: 'undecided' } as const;
  const look = { key, asked: false, visible: true, timeMs: 40, scene: 0 };
  return {
    'engine.probe': { bytes: [1, 2, 3, 4] },
    'engine.status': {},
    'engine.starting': {},
    'engine.detect': {
      ...look,
      quality: 'direct',
      nativeWidth: SIDE,
      nativeHeight: SIDE,
      covered: [box],
      frame,
    },
    'engine.judge': {
      key,
      ticket: '0f8fad5b-d9cb-469f-a165-70867728950e',
      crops: [{ face: 0, pixels: frame }],
    },
    'engine.describe': {
      key,
      ticket: '0f8fad5b-d9cb-469f-a165-70867728950e',
      crops: [{ face: 0, pixels: frame }],
    },
    'engine.look': { ...look, rotation: 90, planes },
    'engine.lookAt': { ...look, url: 'https://example.com/a.mp4', rotation: 90 },
    'engine.glance': { key, timeMs: 40, url: `${origin}/still.html` },
    'engine.configure': { backend: 'auto', history: false, adapt: [origin] },
    'engine.release': { key },
    'engine.forget': { documents: ['A1'] },
    'engine.adaptation': { origin },
    'engine.adaptationUsage': {},
    'engine.adaptNow': { origin },
    'engine.stopAdapting': { origin },
    'engine.useVersion': { origin, version: 0 },
    'engine.useLevel': { origin, used: true },
    'engine.forgetAdaptation': { origin },
    'engine.markVideo': { tabId, frameId: 0, key, mark: 'fake' },
    'engine.unmarkVideo': { origin, video: '0f8fad5b-d9cb-469f-a165-70867728950e' },
    'background.engine': {},
    'background.engineSettings': {},
    'background.report': {
      report: {
        key,
        phase: 'done',
        state: {
          phase: 'done',
          verdict,
          probability: 0.4,
          framesSeen: 16,
          framesJudged: 15,
          framesRepeated: 1,
          framesWanted: 16,
          faces: [
            {
              track: 1,
              probability: 0.4,
              verdict,
              frames: 15,
              box,
              timeline: [{ timeMs: 40, probability: 0.4 }],
              thumbnail: picture,
              mask: [0.1, 0.2, 0.3, 0.4],
            },
          ],
          limits: { manipulated: 0.9, noSign: 0.1 },
          quality: 'direct',
          modelVersion: 'network 1',
          backend: 'wasm',
        },
        failure: null,
        asked: false,
        mediaHost: '',
        poster: picture,
        label: 'A video',
      },
    },
    'background.remove': { video: key.video },
    'background.left': {},
    'background.capture': { rect: { x: 0, y: 0, width: 320, height: 180 }, devicePixelRatio: 1 },
    'background.mediaAccess': { url: `${origin}/clips/one-face.webm` },
    'background.mayOpen': {
      url: 'https://example.com/a.mp4',
      page: { tabId, frameId: 0, documentId: 'A1', origin },
    },
    'background.siteState': {},
    'background.tab': { tabId },
    'background.setSite': { origin: 'https://example.com', check: true },
    'background.setAdaptation': { origin, adapt: false },
    'background.checkTab': { tabId },
    'background.retry': { tabId, frameId: 0, video: key.video },
    'background.learnedSize': {},
    'background.deleteLearned': {},
    'background.embeds': { tabId },
    'background.compare': { url: 'https://example.com/a.mp4' },
    'background.clearLedger': {},
    'content.check': { srcUrl: `${origin}/clips/one-face.webm` },
    'content.checkAll': {},
    'content.show': { video: key.video },
    'content.retry': { video: key.video },
    'content.embeds': {},
    'content.notice': { notice: { code: 'learningOff' } },
    'content.present': {},
    'content.forget': {},
    'content.settingsChanged': { settings },
    'content.siteChanged': { check: true },
  };
}

/** These write or delete databases, or tell every page, and take long: they come less often. */
const SLOW: readonly string[] = [
  'engine.forgetAdaptation',
  'background.deleteLearned',
  'background.clearLedger',
  'engine.configure',
  'background.capture',
];

const extreme = fc.constantFrom<unknown>(
  ...[null, true, '', 'a'.repeat(5000), '__proto__', [], {}, -1, 0, 0.5, 1e308, -1e308, 2 ** 53, 4294967296],
  ...[
    { length: 1e9 },
    [[[[[[]]]]]],
    'https://',
    'http://127.0.0.1:1/\u0000',
    'data:image/png;base64,!',
    '\ud800',
  ],
);
const odd = fc.oneof(extreme, fc.jsonValue({ maxDepth: 3 }));

type Path = (string | number)[];

function pathsOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([name, inner]) => pathsOf(inner, [...path, name]))];
}

type Edit = 'replace' | 'remove' | 'add' | 'repeat';

/** The value with one place changed; the others are not copied. */
function edited(value: unknown, [name, ...rest]: Path, edit: Edit, by: unknown): unknown {
  if (name === undefined) {
    if (edit === 'add' && typeof value === 'object' && value !== null)
      return { ...value, [JSON.stringify(by).slice(0, 40)]: by, constructor: by };
    if (edit === 'repeat' && Array.isArray(value))
      return Array.from({ length: 300 }, () => value[0] as unknown);
    return by;
  }
  const copy: Record<string, unknown> | unknown[] = Array.isArray(value)
    ? [...(value as unknown[])]
    : { ...(value as object) };
  if (edit === 'remove' && rest.length === 0) Reflect.deleteProperty(copy, name);
  else Reflect.set(copy, name, edited(Reflect.get(copy, name), rest, edit, by));
  return copy;
}

export interface Envelope {
  name: string;
  envelope: unknown;
}

/** @param good see {@link goodRequests}. @param context the receivers whose messages are meant; others are mixed in. */
export function envelopes(
  good: Record<string, unknown>,
  contexts: readonly string[],
): fc.Arbitrary<Envelope> {
  const names = Object.keys(good).filter((name) =>
    contexts.some((context) => name.startsWith(`${context}.`)),
  );
  const name = fc.oneof(
    { weight: 60, arbitrary: fc.constantFrom(...names.filter((one) => !SLOW.includes(one))) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(...names.filter((one) => SLOW.includes(one)), ...names.slice(0, 1)),
    },
    {
      weight: 3,
      arbitrary: fc.constantFrom(
        ...Object.keys(good),
        'engine.none',
        '',
        '__proto__',
        'engine.',
        'engine.toString',
      ),
    },
  );
  const edit = fc.record({
    at: fc.nat(),
    edit: fc.constantFrom<Edit>('replace', 'replace', 'replace', 'remove', 'add', 'repeat'),
    by: odd,
  });
  const near = fc.tuple(name, fc.array(edit, { maxLength: 3 })).map(([one, edits]) => {
    let request = good[one];
    for (const { at, edit: how, by } of edits) {
      const paths = pathsOf(request);
      request = edited(request, paths[at % paths.length] ?? [], how, by);
    }
    return { name: one, envelope: { fakefilter: 1, name: one, request } };
  });
  const random = fc
    .tuple(name, odd)
    .map(([one, request]) => ({ name: one, envelope: { fakefilter: 1, name: one, request } }));
  const foreign = odd.map((envelope) => ({ name: 'none', envelope }));
  return fc.oneof(
    { weight: 6, arbitrary: near },
    { weight: 3, arbitrary: random },
    { weight: 1, arbitrary: foreign },
  );
}
