import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { displayOf, isLeftOut, type Display, type Situation } from '../../../src/content/badge/state.ts';
import { videoState } from './states.ts';

const document = readFileSync(new URL('../../../docs/BADGE.md', import.meta.url), 'utf8');

/** Cells of the table "States", one record a row, by the names in its head. */
function rowsOfTable(): Record<string, string>[] {
  const lines = document.split('\n').filter((line) => line.startsWith('|'));
  const first = lines.findIndex((line) => line.startsWith('| # '));
  const cells = (line: string): string[] =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
  const names = cells(lines[first] ?? '');
  const body = lines.slice(first + 2).filter((line) => /^\| \d+ /.test(line));
  return body.map((line) => Object.fromEntries(cells(line).map((cell, i) => [names[i] ?? '', cell])));
}

const ROWS = rowsOfTable();
const FLAGS = {
  contextDead: 'extension gone',
  fullscreenSelf: 'video itself in fullscreen',
  covered: 'covered',
  offScreen: 'off-screen',
  photographed: 'being photographed',
  leftOut: 'left out',
} as const;
const PHASES = ['idle', 'waiting', 'checking', 'done'] as const;

function* situations(): Generator<{ situation: Situation; facts: Record<string, string> }> {
  const names = Object.keys(FLAGS) as (keyof typeof FLAGS)[];
  for (let bits = 0; bits < 2 ** names.length; bits++) {
    const flag = (i: number): boolean => Boolean(bits & (1 << i));
    for (const phase of PHASES) {
      for (const failure of [null, 'hidden'] as const) {
        for (const state of [null, videoState()]) {
          const flags = {
            contextDead: flag(0),
            fullscreenSelf: flag(1),
            covered: flag(2),
            offScreen: flag(3),
            photographed: flag(4),
            leftOut: flag(5),
          };
          const facts: Record<string, string> = {
            phase,
            failure: yes(failure !== null),
            state: yes(state !== null),
          };
          for (const name of names) facts[FLAGS[name]] = yes(flags[name]);
          yield { situation: { ...flags, progress: { phase, failure, state } }, facts };
        }
      }
    }
  }
}

const yes = (value: boolean): string => (value ? 'yes' : 'no');

function nameOf(display: Display): string {
  if (display.kind !== 'verdict') return display.kind;
  return display.verdict.kind === 'notChecked' ? 'failure' : 'verdict';
}

test('the table in docs/BADGE.md is there', () => {
  expect(ROWS).toHaveLength(11);
  for (const name of [...Object.values(FLAGS), 'phase', 'failure', 'state', 'badge'])
    expect(ROWS[0]).toHaveProperty([name]);
});

test('badges show what docs/BADGE.md says, in every situation', () => {
  for (const { situation, facts } of situations()) {
    const row = ROWS.find((cells) =>
      Object.entries(facts).every(([name, value]) => cells[name] === 'any' || cells[name] === value),
    );
    expect(nameOf(displayOf(situation)), JSON.stringify(facts)).toBe(row?.badge);
  }
});

test('every row of the table decides somewhere', () => {
  const deciding = new Set<string | undefined>();
  for (const { facts } of situations()) {
    const row = ROWS.find((cells) =>
      Object.entries(facts).every(([name, value]) => cells[name] === 'any' || cells[name] === value),
    );
    deciding.add(row?.['#']);
  }
  expect(deciding.size).toBe(ROWS.length);
});

test('a badge never counts more frames than are wanted', () => {
  const progress = {
    phase: 'checking',
    failure: null,
    state: videoState({ framesJudged: 20, framesWanted: 16 }),
  } as const;
  const seen = {
    contextDead: false,
    fullscreenSelf: false,
    covered: false,
    offScreen: false,
    photographed: false,
    leftOut: false,
  };
  expect(displayOf({ ...seen, progress })).toEqual({ kind: 'checking', judged: 16, wanted: 16 });
});

test('where findings alone are wanted, other videos have no badge unless the user asked', () => {
  const done = (kind: 'noSign' | 'manipulated', asked = false) =>
    ({ phase: 'done', failure: null, state: videoState({ verdict: { kind } }), asked }) as const;
  expect(isLeftOut('findings', done('noSign'))).toBe(true);
  expect(isLeftOut('findings', done('noSign', true))).toBe(false);
  expect(isLeftOut('findings', done('manipulated'))).toBe(false);
  expect(isLeftOut('findings', { ...done('manipulated'), phase: 'checking' })).toBe(true);
  expect(isLeftOut('findings', { ...done('manipulated'), failure: 'engineLost' })).toBe(true);
  expect(isLeftOut('all', done('noSign'))).toBe(false);
});
