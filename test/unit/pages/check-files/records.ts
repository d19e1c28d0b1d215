import type { Item } from '../../../../src/pages/check-files/item.ts';
import type { CheckRecord } from '../../../../src/pages/check-files/record.ts';
import { aFace, aState } from '../../reports.ts';

/** Records and items of the list for tests, complete and valid, with what matters given. */

export function aRecord(change: Partial<CheckRecord> = {}): CheckRecord {
  return {
    format: 1,
    id: crypto.randomUUID(),
    checkedAt: Date.UTC(2026, 4, 3, 12, 0, 5),
    name: 'a.mp4',
    source: { kind: 'file', bytes: 123_456, sha256: 'ab'.repeat(32) },
    framesAsked: null,
    state: aState({ kind: 'noSign' }, { faces: [aFace({ verdict: { kind: 'noSign' } })] }),
    failure: null,
    ms: 1234,
    durationMs: 4000,
    width: 640,
    height: 360,
    frames: [
      {
        timeMs: 0,
        picture: 'data:image/webp;base64,AAAA',
        faces: [{ track: 1, box: { x: 0.4, y: 0.3, width: 0.2, height: 0.3 }, probability: 0.4 }],
      },
      { timeMs: 1000, picture: 'data:image/webp;base64,BBBB', faces: [] },
    ],
    shots: [{ fromMs: 0, toMs: 4000 }],
    poster: 'data:image/webp;base64,CCCC',
    extension: '0.1.0',
    ...change,
  };
}

export function anItem(change: Partial<Item> = {}): Item {
  const record = change.record ?? null;
  return {
    id: record?.id ?? crypto.randomUUID(),
    index: 0,
    name: record?.name ?? 'a.mp4',
    status: record ? 'done' : 'checking',
    medium: null,
    progress: null,
    startedAt: null,
    record,
    inspecting: false,
    comparing: null,
    ...change,
  };
}
