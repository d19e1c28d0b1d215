import { expect, it } from 'vitest';
import { learnHint, turnedWords } from '../../../../src/pages/learned/switch-words.ts';

it('says what is stored before the switch is turned, and what must be on first', () => {
  expect(learnHint(true)).toMatch(/without pictures.*never leave.*likeness of a face/);
  expect(learnHint(false)).toContain('Check videos on this site');
});

it('says how the switch stands, not how it was wanted', () => {
  expect(turnedWords('a.example', true, true)).toContain('learns from');
  expect(turnedWords('a.example', true, false)).toContain('not checked');
  expect(turnedWords('a.example', false, false)).toContain('kept until you forget it');
});
