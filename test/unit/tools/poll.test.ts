import { expect, test } from 'vitest';
import { poll } from '../../../tools/lib/poll.ts';

test('answers with the first thing that is there', async () => {
  const answers = [undefined, null, false, 0] as const;
  let asked = 0;
  expect(await poll('a number', () => answers[asked++], { everyMs: 1 })).toBe(0);
  expect(asked).toBe(4);
});

test('gives up in time, with what it waited for, what it saw, and why the last look failed', async () => {
  const begun = Date.now();
  const waiting = poll(
    'the badge',
    () => {
      throw new Error('no page');
    },
    { limitMs: 60, everyMs: 10, seen: () => 'nothing' },
  );
  await expect(waiting).rejects.toMatchObject({
    message: 'Waited 0.06 s in vain for the badge; last seen: nothing',
    cause: { message: 'no page' },
  });
  expect(Date.now() - begun).toBeLessThan(2000);
});
