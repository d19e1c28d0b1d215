import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { noticesWords } from '../../../src/words/notice-words.ts';
import { closeStores, freshName, openStore, rows, tamper } from './databases.ts';
// Written by version 0.1.0: its store, driven through every ending and notice that it had.
import records from './records-0.1.0.json' with { type: 'json' };

const name = freshName();
beforeAll(async () => {
  (await openStore({ name })).close();
  await tamper(name, 'sites', ...records.sites);
  await tamper(name, 'rounds', ...records.rounds);
});
afterEach(closeStores);

const noticesOf = async (host: string) => (await openStore({ name })).notices(`https://${host}.example`);
/** The oldest first. */
const reasonsOf = async (host: string) =>
  (await (await openStore({ name })).rounds(`https://${host}.example`)).map(({ reason }) => reason).reverse();

describe('what version 0.1.0 wrote as sentences', () => {
  it('is read as notices of a site', async () => {
    expect(await noticesOf('faces')).toEqual([
      { code: 'facesDamaged' },
      { code: 'versionDamaged', version: 3 },
      { code: 'versionInUse', version: 2 },
      { code: 'versionDamaged', version: 2 },
      { code: 'versionDamaged', version: 1 },
      { code: 'versionInUse', version: 0 },
    ]);
    expect(await noticesOf('outdated')).toEqual([
      { code: 'versionOutdated', version: 2 },
      { code: 'versionOutdated', version: 1 },
      { code: 'versionInUse', version: 0 },
    ]);
    expect(await noticesOf('fell-back')).toEqual([{ code: 'fellBack' }]);
    expect(await noticesOf('plain')).toEqual([]);
  });

  it('is read as reasons of rounds', async () => {
    expect(await reasonsOf('stopped')).toEqual([{ code: 'stoppedByUser' }, { code: 'switchedOff' }]);
    expect(await reasonsOf('fell-back')).toEqual([null, { code: 'overtaken' }, { code: 'fellBack' }]);
    expect(await reasonsOf('plain')).toEqual([null, null]);
    expect(await reasonsOf('deleted')).toEqual([{ code: 'samplesDeleted' }]);
    expect(await reasonsOf('too-little')).toEqual([
      { code: 'tooLittle', faces: 1, facesNeeded: 60, videos: 1, videosNeeded: 12, days: 1, daysNeeded: 2 },
    ]);
    expect(await reasonsOf('failed')).toEqual([
      { code: 'storageFull' },
      { code: 'databaseNewer' },
      { code: 'databaseDamaged' },
      { code: 'databaseSlow' },
      { code: 'databaseBusy' },
      { code: 'unexpected', detail: 'The replay memory is missing' },
      { code: 'unexpected', detail: 'Two videos at least are needed: one to learn from, one to test with' },
      { code: 'unexpected', detail: 'Failed to compile shader' },
    ]);
  });

  it('says the same as it did', async () => {
    const before = records.sites.find(({ origin }) => origin === 'https://faces.example')?.notice;
    expect(noticesWords(await noticesOf('faces'))).toBe(before);
  });

  it('loses no round, and is written back as notices', async () => {
    const store = await openStore({ name });
    for (const { origin, round } of records.rounds) {
      const { detail: _, ...rest } = round;
      expect(await store.rounds(origin)).toContainEqual(expect.objectContaining(rest));
    }
    const origin = 'https://outdated.example';
    await store.use(origin, 0);
    expect((await rows(name, 'sites')).find((site) => site.origin === origin)).toEqual({
      origin,
      active: 0,
      last: 2,
      notices: [],
      scores: [],
      marks: [],
      levelUsed: true,
    });
  });
});

it('a sentence that was cut, or that nobody wrote, is told as it stands, with what can be read after it', async () => {
  const origin = 'https://cut.example';
  const store = await openStore({ name });
  const notice = 'and was removed. Version 2 is used now.';
  await tamper(name, 'sites', { origin, active: 2, last: 2, notice });
  expect(await store.notices(origin)).toEqual([
    { code: 'unexpected', detail: 'and was removed.' },
    { code: 'versionInUse', version: 2 },
  ]);
});

it('a notice of a newer version is told in a neutral sentence, and hides no other', async () => {
  const origin = 'https://newer.example';
  const store = await openStore({ name });
  const notices = [{ code: 'movedToTheMoon', when: 3 }, { code: 'versionDamaged' }, { code: 'fellBack' }];
  await tamper(name, 'sites', { origin, active: 1, last: 1, notices });
  expect(await store.notices(origin)).toEqual([
    { code: 'unknown', name: 'movedToTheMoon' },
    { code: 'unknown', name: 'versionDamaged' },
    { code: 'fellBack' },
  ]);
  expect(noticesWords(await store.notices(origin))).toMatch(
    /^A newer version .* the original judges again\.$/,
  );
});
