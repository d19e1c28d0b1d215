import { CHECK_NAMES, type Check } from '../../../../src/contracts/check.ts';
import { describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { AdaptationStateSchema } from '../../../../src/messages/adaptation.ts';
import {
  activeLine,
  chosenLine,
  judgingVersion,
  meters,
  noticeLine,
  phaseLine,
  roundLine,
} from '../../../../src/pages/shared/adaptation-words.ts';
import { checkName, checkNumbers, refusalWords } from '../../../../src/pages/shared/check-words.ts';
import { aRound, anAdaptation } from '../../adaptation-states.ts';

const PHASES = AdaptationStateSchema.entries.phase.options;

function aCheck(name: Check['name'], change: Partial<Check> = {}): Check {
  return { name, passed: false, before: 0.9, after: 0.8, limit: 0.01, ...change };
}

describe('the phase in words', () => {
  it.each(PHASES)('%s is a whole sentence, with and without a notice, which is told once', (phase) => {
    for (const notices of [[], [{ code: 'noModel' as const }]]) {
      const state = anAdaptation({ phase, notices });
      expect(phaseLine(state)).toMatch(/^[A-Z].*[a-z][.]$/s);
      expect(phaseLine(state)).not.toMatch(/\.\.|: *\./);
      expect(`${phaseLine(state)} ${noticeLine(state)}`.split('missing or damaged')).toHaveLength(
        notices.length + 1,
      );
    }
  });

  it('says what is waited for, and how far a round is', () => {
    expect(phaseLine(anAdaptation({ phase: 'waiting' }))).toBe('Waiting for videos that are being checked.');
    expect(phaseLine(anAdaptation({ phase: 'training', progress: 0.419 }))).toContain('41%');
    // Not before it is.
    expect(phaseLine(anAdaptation({ phase: 'training', progress: 0.999 }))).toContain('99%');
  });

  it('says when the next round begins by itself', () => {
    const now = Date.UTC(2025, 4, 3, 12);
    const line = (notBefore: number, newFaces: number) =>
      phaseLine(anAdaptation({ phase: 'ready', awaited: { notBefore, newFaces } }), now);
    expect(line(now - 1, 0)).toContain('begins by itself in a quiet moment, or at once');
    expect(line(now + 3_600_000, 0)).toMatch(/begins by itself not before 3 May 2025, \d\d:\d\d, or at once/);
    expect(line(0, 1)).toContain('begins by itself once 1 more face was gathered, or at once');
    expect(line(now + 3_600_000, 5)).toContain('once 5 more faces were gathered, not before 3 May 2025');
  });
});

describe('the meters', () => {
  it('count up to what is needed, in singular and plural', () => {
    expect(meters(anAdaptation()).map(({ line }) => line)).toEqual([
      '12 of 24 faces',
      '6 of 8 videos',
      '1 of 2 days',
    ]);
    const one = anAdaptation({ needed: { faces: 24, videos: 8, days: 1 } });
    expect(meters(one)[2]?.line).toBe('1 day, enough');
    const none = { faces: 0, videos: 0, days: 0, trusted: 0, bytes: 0 };
    expect(meters({ ...one, gathered: none })[2]?.line).toBe('0 of 1 day');
  });

  it('do not run over, and leave out what nothing is needed of', () => {
    const gathered = { faces: 30, videos: 9, days: 4, trusted: 0, bytes: 0 };
    const [faces, ...others] = meters({ gathered, needed: { faces: 24, videos: 8, days: 0 } });
    expect(faces).toEqual({ what: 'faces', line: '30 faces, enough', value: 24, max: 24 });
    expect(others.map(({ what }) => what)).toEqual(['videos']);
  });
});

describe('the outcome of a round', () => {
  it('names the version that was made', () => {
    expect(roundLine(aRound({ version: 3 }))).toBe('Learned: version 3 passed every check.');
    expect(roundLine(aRound({ version: null }))).toBe('Learned: the new version passed every check.');
    expect(roundLine(aRound({ version: 3, interpolation: 0.75 }))).toBe(
      'Learned: version 3 passed every check. It goes 75% of the way from the original to what was trained, since all of the way did not pass.',
    );
  });

  it('gives every reason for a refusal, and only those', () => {
    const checks = [aCheck('targetGain'), aCheck('replayAuc', { passed: true })];
    expect(roundLine(aRound({ outcome: 'refused', checks, version: null }))).toBe(
      'Kept the former version: telling known faces apart under the site’s look did not get better by more than chance.',
    );
    expect(refusalWords({ checks: [aCheck('collapse'), aCheck('replayAuc'), aCheck('fakeRate')] })).toMatch(
      /network, telling .* worse, and the share/,
    );
    expect(roundLine(aRound({ outcome: 'refused', version: null }))).toBe('Kept the former version.');
  });

  it('does not say that the former version was kept where it was not', () => {
    const reason = { code: 'fellBack' } as const;
    expect(
      roundLine(aRound({ outcome: 'refused', checks: [aCheck('targetGain')], version: null, reason })),
    ).toMatch(/^What was learned here no longer passed .* the original judges again\.$/);
  });

  it.each(['stopped', 'failed'] as const)('%s says that nothing was changed', (outcome) => {
    const reason = { code: 'unexpected', detail: 'out of memory' } as const;
    expect(roundLine(aRound({ outcome, reason }))).toMatch(
      /\. Something went wrong \(out of memory\)\. Nothing was changed\.$/,
    );
    expect(roundLine(aRound({ outcome }))).toMatch(/[a-z]\. Nothing was changed\.$/);
  });
});

describe('the checks', () => {
  it.each(CHECK_NAMES)('%s has a name, a reason and numbers', (name) => {
    expect(checkName(name)).toMatch(/^[A-Z]/);
    expect(refusalWords({ checks: [aCheck(name)] })).toMatch(/^[a-z]/);
    for (const value of Object.values(checkNumbers(aCheck(name)))) expect(value).toMatch(/\d|–/);
  });

  it('write numbers in their unit, and a dash where there is none', () => {
    expect(checkNumbers(aCheck('targetAuc', { before: 0.9123, after: 0.9344 }))).toEqual({
      change: '0.912 → 0.934',
      limit: 'not lower by more than 0.01',
    });
    expect(checkNumbers(aCheck('replayBlends', { limit: 0.0075 })).limit).toBe(
      'not lower by more than 0.0075',
    );
    expect(checkNumbers(aCheck('fakeRate', { before: null, after: 0.31, limit: 3 }))).toEqual({
      change: '– → 31.0%',
      limit: 'between about a fifth and 3 times as many, and not all',
    });
    // No video is trusted: there is nothing to be held against a limit.
    expect(checkNumbers(aCheck('trustedFalseAlarms', { before: null, after: null }))).toEqual({
      change: '–',
      limit: '–',
    });
  });
});

it('says which version judges', () => {
  expect(activeLine(anAdaptation())).toContain('original');
  expect(activeLine(anAdaptation({ active: 2 }))).toContain('judged by version 2');
  for (const phase of ['off', 'unavailable'] as const) {
    expect(judgingVersion({ phase, active: 2 })).toBe(0);
    expect(activeLine({ phase, active: 2 })).toContain('judged by the original');
    expect(activeLine({ phase, active: 2 })).toMatch(/ersion 2 (would|cannot)/);
    expect(chosenLine(2, { phase })).toContain('until then the original does');
    expect(chosenLine(0, { phase })).toBe('Videos of this site are judged by the original.');
  }
  expect(chosenLine(2, { phase: 'ready' })).toContain('judged by version 2 from now on');
});

it('speaks of states that can come over the wire', () => {
  expect(v.is(AdaptationStateSchema, anAdaptation({ rounds: [aRound()] }))).toBe(true);
});
