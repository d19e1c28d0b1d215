import { describe, expect, it } from 'vitest';
import { parseAdaptationArguments } from '../../../../tools/evaluate-adaptation/arguments.ts';

function parsed(...given: string[]) {
  const result = parseAdaptationArguments(['--manifest', 'm.csv', ...given]);
  if (result.mode === 'help' || result.mode === 'speed') throw new Error(`${result.mode} was not asked for`);
  return result;
}

describe('the command line of evaluate:adaptation', () => {
  it('measures all sites, shares and five seeds unless told otherwise', () => {
    const { mode, shifts, rates, seeds } = parsed();
    expect(mode).toBe('methods');
    expect(shifts.map(({ name }) => name)).toEqual([
      'h264 crf 40',
      'resize 0.33',
      'blur 3',
      'jpeg 20',
      'noise 16',
      'ffpp-c40',
      'df-timit-lq',
      'openforensics',
      'ciplab',
    ]);
    expect([rates, seeds]).toEqual([[0, 0.05, 0.2, 0.5, 1], 5]);
  });

  it('is quick with one damage, and its choices can be overruled', () => {
    expect(parsed('--quick')).toMatchObject({ mode: 'quick', rates: [0, 0.05, 0.2, 0.5], seeds: 5 });
    expect(
      parsed('--quick')
        .shifts.map(({ name }) => name)
        .slice(0, 2),
    ).toEqual(['h264 crf 40', 'ffpp-c40']);
    const own = parsed('--poison', '--shifts', 'blur:2', '--rates', '0,1', '--seeds', '1');
    expect(own).toMatchObject({ mode: 'poison', rates: [0, 1], seeds: 1 });
    expect(own.shifts.map(({ name }) => name)).toEqual(['blur 2']);
  });

  it('needs no manifest to say how fast it is, or to help', () => {
    expect(parseAdaptationArguments(['--speed', '--json'])).toEqual({ mode: 'speed', json: true });
    expect(parseAdaptationArguments(['--help'])).toEqual({ mode: 'help' });
    expect(() => parseAdaptationArguments([])).toThrow('No manifest');
  });

  it.for([
    [['--speed', '--poison'], 'do not go together'],
    [['--quick', '--poison'], 'do not go together'],
    [['--rates', '0.5,2'], 'shares from 0 to 1, not "2"'],
    [['--seeds', '0'], '--seeds needs a whole number'],
  ] as const)('says what is wrong with %j', ([given, words]) => {
    expect(() => parsed(...given)).toThrow(words);
  });
});
