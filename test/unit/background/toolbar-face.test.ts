import { expect, it } from 'vitest';
import { toolbarFace } from '../../../src/background/toolbar-face.ts';
import type { VideoReport } from '../../../src/messages/schemas.ts';
import { aReport, aState } from '../reports.ts';

const idle = aReport({ phase: 'idle', state: null });
const waiting = aReport({ phase: 'waiting', state: null });
const checking = aReport({
  phase: 'checking',
  state: aState({ kind: 'manipulated' }, { phase: 'checking' }),
});
const noSign = aReport();
const unclear = aReport({ state: aState({ kind: 'unclear', reason: 'undecided' }) });
const manipulated = aReport({ state: aState({ kind: 'manipulated' }) });
const failed = aReport({ state: null, failure: 'protectedMedia' });

it.each<[string, VideoReport[], string | null, string, string]>([
  ['no video', [], null, '', 'FakeFilter'],
  ['only videos that wait to be asked for', [idle, idle], null, '', '2 videos here, none checked yet'],
  ['a video being waited for', [waiting], 'checking', '', 'checking 1 video'],
  ['a provisional verdict is not shown as one', [checking], 'checking', '', 'checking 1 video'],
  [
    'one without signs',
    [noSign],
    'noSign',
    '1',
    'No sign of a swapped or edited face, 1 of 1 video. Not looked for',
  ],
  [
    'manipulated outweighs all',
    [noSign, failed, manipulated, unclear],
    'manipulated',
    '1',
    'Likely manipulated, 1 of 4 videos',
  ],
  [
    'what the page does to the badge is told beside the verdict',
    [noSign, { ...noSign, interference: 'hidden' }],
    'noSign',
    '2!',
    '2 of 2 videos. Not looked for: wholly generated video, changed sound, cuts. This page interferes with the badge',
  ],
  ['unclear outweighs no sign', [noSign, unclear], 'unclear', '1', 'Unclear, 1 of 2 videos'],
  [
    'what could not be checked is not hidden behind one without signs',
    [noSign, failed],
    'notChecked',
    '1',
    'Could not check, 1 of 2 videos',
  ],
  [
    'it counts the videos of the worst verdict',
    [manipulated, manipulated, noSign],
    'manipulated',
    '2',
    'Likely manipulated, 2 of 3 videos',
  ],
  ['the rest is mentioned', [manipulated, checking], 'manipulated', '1', '1 video still being checked'],
])('%s', (_, videos, shape, badge, title) => {
  const face = toolbarFace(videos);
  expect([face.shape, face.badge]).toEqual([shape, badge]);
  expect(face.title).toContain(title);
});
