import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reportName } from '../../../../src/pages/check-files/report/file-name.ts';
import { listCsv } from '../../../../src/pages/check-files/report/list-csv.ts';
import { markup } from '../../../../src/pages/check-files/report/markup.ts';
import { reportHtml } from '../../../../src/pages/check-files/report/report-html.ts';
import { reportJson } from '../../../../src/pages/check-files/report/report-json.ts';
import { summaryText } from '../../../../src/pages/check-files/report/report-words.ts';
import { aFace, aState } from '../../reports.ts';
import { aRecord } from './records.ts';

const accused = aRecord({
  name: 'speech.mp4',
  state: aState(
    { kind: 'manipulated' },
    {
      probability: 0.97,
      precisionWhereRare: 0.3,
      faces: [aFace({ verdict: { kind: 'manipulated' }, probability: 0.97, mask: [0.9, 0, 0, 0] })],
    },
  ),
});

describe('the report of a check', () => {
  it('says what was checked, what was found, by what, and what it does not prove', () => {
    const html = reportHtml(accused);
    for (const words of [
      'speech.mp4',
      'Likely manipulated',
      'ab'.repeat(32),
      '3 May 2026 at 12:00:05 UTC',
      '4.0 sec, 640 × 360 px',
      'does not mean genuine',
      'FakeFilter 0.1.0',
      '1.0.0',
      '0:00.000: face 1: between the limits (0.400)',
      'data:image/webp;base64,AAAA',
      '97 of 99',
      'from a score of 0.90 on',
    ]) {
      expect(html).toContain(words);
    }
    expect(html).toMatch(/<svg[^>]*role="img"/);
  });

  it('needs nothing else and runs nothing, whatever the file is called', () => {
    const name = '"><script>alert(1)</script><img src=x onerror=alert(2)>\u202egpj.exe';
    const html = reportHtml(
      aRecord({ name, codec: '<i>', source: { kind: 'address', url: 'https://a.example/"onload="x' } }),
    );
    expect(html).not.toMatch(/<script|<img src=x|<i>|"onload="|\u202e/);
    expect(html).toContain('&lt;script&gt;');
    expect(html).toContain("default-src 'none'; img-src data:");
    // Nothing is loaded: pictures are in the text itself.
    expect(html).not.toMatch(/(?:src|href)="(?!data:image)/);
  });

  it('escapes whatever stands in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(markup`${text}`.text).not.toMatch(/[<>"']/);
      }),
    );
  });

  it('says where the score lies beside genuine videos, and which were not compared', () => {
    const face = {
      track: 1,
      side: 'higher' as const,
      logOdds: 2,
      references: [-2],
      difference: 4,
      margin: 2.4,
    };
    const references = [
      { name: 'interview.mp4', refusal: null },
      { name: 'stranger.mp4', refusal: 'otherPerson' as const },
    ];
    const compared = aRecord({ comparison: { faces: [face], references } });
    for (const told of [reportHtml(compared), summaryText(compared)]) {
      expect(told).toContain('higher than genuine videos of this person would have');
      // 88 is 2 in log-odds; 1 and 60 are -4.4 and 0.4.
      expect(told).toContain('It is 88. Judged by 1 genuine video, another genuine one');
      expect(told).toContain('would score 1 to 60 in 95 of 100 cases');
      expect(told).toContain('4.0 (95 % interval 1.6 to 6.4)');
      expect(told).toContain('stranger.mp4: not compared (no face in it is of the same person).');
    }
    expect(JSON.parse(reportJson(compared))).toMatchObject({ comparedWithGenuine: { faces: [face] } });
    expect(reportHtml(accused)).not.toContain('genuine videos of the same person');
  });

  it('gives no score where no verdict was reached', () => {
    expect(reportHtml(aRecord({ state: aState({ kind: 'unclear', reason: 'undecided' }) }))).toContain(
      'none, since no verdict',
    );
    expect(reportHtml(aRecord({ state: null, failure: 'unreadable', frames: [], width: 0 }))).toContain(
      'not opened',
    );
  });

  it('is there for programs, with every frame and score and without pictures', () => {
    const report = JSON.parse(reportJson(accused)) as Record<string, unknown>;
    expect(report).toMatchObject({
      format: 'fakefilter-report',
      version: 1,
      source: { kind: 'file', sha256: 'ab'.repeat(32) },
      verdict: { kind: 'manipulated', words: 'Likely manipulated' },
      limits: { manipulated: 0.9, noSign: 0.3 },
      frames: [
        { timeMs: 0, faces: [{ track: 1, probability: 0.4 }] },
        { timeMs: 1000, faces: [] },
      ],
      detector: { version: '1.0.0', backend: 'wasm' },
    });
    expect(JSON.stringify(report)).not.toContain('data:image');
  });

  it('is summed up in a few lines', () => {
    expect(summaryText(accused).split('\n')).toEqual([
      'speech.mp4: Likely manipulated',
      expect.stringContaining('It can be wrong'),
      '1 face, 8 of 10 frames with a usable face.',
      `SHA-256 ${'ab'.repeat(32)}`,
      'Checked 3 May 2026 at 12:00:05 UTC with FakeFilter 0.1.0, detector 1.0.0.',
    ]);
  });

  it('gets a name that every file system takes', () => {
    expect(reportName('../a:b?.mp4', 'html')).toBe('_a_b_.mp4.report.html');
    expect(reportName('...', 'json')).toBe('video.report.json');
    expect(reportName('x'.repeat(300), 'html').length).toBeLessThan(120);
  });
});

describe('the list as a table', () => {
  it('quotes what must be, and begins no cell with a formula', () => {
    const csv = listCsv([
      aRecord({ name: 'a, "b"\n.mp4' }),
      aRecord({ name: '=HYPERLINK("http://x")' }),
      aRecord({ name: ' +1' }),
      aRecord({ name: '@x' }),
      aRecord({ name: '-x', state: null, failure: 'unreadable' }),
    ]);
    const lines = csv.split('\r\n');
    expect(lines[0]).toMatch(/^\ufeffName,Verdict \(code\),Verdict,Score/);
    expect(lines[1]).toMatch(/^"a, ""b""\n\.mp4",noSign,/);
    expect(lines[2]).toMatch(/^"'=HYPERLINK\(""http:\/\/x""\)",/);
    expect(lines[3]).toMatch(/^"' \+1",/);
    expect(lines[4]).toMatch(/^"'@x",/);
    expect(lines[5]).toMatch(/^"'-x",notChecked,/);
  });

  it('has one row a result and as many cells in each', () => {
    const [head = '', ...rows] = listCsv([aRecord(), accused]).trim().split('\r\n');
    expect(rows).toHaveLength(2);
    expect(rows.map((row) => row.split(',').length)).toEqual(
      [head, head].map((row) => row.split(',').length),
    );
  });
});
