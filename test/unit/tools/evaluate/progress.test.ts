import { describe, expect, it } from 'vitest';
import { Progress, duration } from '../../../../tools/lib/command-line/progress.ts';

function progress(total: number, terminal: boolean) {
  let written = '';
  let now = 0;
  const write = (text: string) => void (written += text);
  const subject = new Progress(total, terminal, write, () => now);
  return { subject, written: () => written, pass: (ms: number) => void (now += ms) };
}

describe('Progress', () => {
  it('tells on a terminal after each step how long it will take', () => {
    const { subject, written, pass } = progress(3, true);
    pass(10_000);
    subject.step();
    expect(written()).toMatch(/█{10}░{20} 1 of 3, about 20 s left$/);
    pass(10_000);
    subject.step();
    subject.step();
    expect(written()).toMatch(/█{30} 3 of 3\n$/);
  });

  it('writes few lines elsewhere, the last in any case', () => {
    const { subject, written, pass } = progress(100, false);
    for (let i = 0; i < 100; i++) {
      pass(1000);
      subject.step();
    }
    expect(written().split('\n')).toEqual([
      '30 of 100, about 1 min 10 s left',
      '60 of 100, about 40 s left',
      '90 of 100, about 10 s left',
      '100 of 100',
      '',
    ]);
  });

  it('words times as people do', () => {
    expect([0.4, 59.4, 200, 7500].map(duration)).toEqual(['0 s', '59 s', '3 min 20 s', '2 h 5 min']);
  });
});
