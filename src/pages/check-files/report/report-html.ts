import { decimal, languageOfTexts, listed, text } from '../../../words/text.ts';
import { clock } from '../../../verdict/numbers.ts';
import { heatWords } from '../../../verdict/heat.ts';
import { timelineWords } from '../../../verdict/timeline.ts';
import type { FaceSummary, VideoState } from '../../../verdict/types.ts';
import { BACKEND_WORDS, bandsLegend, faceLine, rarityOf, rarityQuestion } from '../../../verdict/words.ts';
import { duration, utcMoment } from '../../shared/format.ts';
import { comparisonLines } from '../comparing/comparison-words.ts';
import { credentialRows, statusWords } from '../credentials/credentials-words.ts';
import { facesWords } from '../frame-words.ts';
import { recordWords } from '../item-words.ts';
import { verdictIn } from '../item.ts';
import type { CheckRecord, JudgedFrame } from '../record.ts';
import { shotSummaries } from '../shot-words.ts';
import { faceCharts } from '../timeline-chart.ts';
import { chartSvg } from './chart-svg.ts';
import { Markup, markup, when } from './markup.ts';
import {
  countsWords,
  hashWords,
  lengthWords,
  notProven,
  planWords,
  scoreWords,
  sourceWords,
} from './report-words.ts';

const STYLE = `
:root { font: 15px/1.5 system-ui, sans-serif; color: #1b1c1f; background: #fff; }
body { max-inline-size: 46rem; margin: 0 auto; padding: 1.5rem; overflow-wrap: anywhere; }
h1 { font-size: 1.4rem; margin: 0; } h2 { font-size: 1.1rem; margin: 1.6rem 0 .4rem; } h3 { font-size: 1rem; margin: 1rem 0 .2rem; }
.verdict { font-size: 1.25rem; font-weight: 650; padding: .6rem .9rem; border: 2px solid #1b1c1f; border-radius: 8px; }
.quiet { color: #55575f; } dl { display: grid; grid-template-columns: minmax(8rem, 1fr) 3fr; gap: .2rem 1rem; } dt { color: #55575f; } dd { margin: 0; }
code { font-size: .85em; } svg { inline-size: 100%; block-size: auto; } ul { padding-inline-start: 1.2rem; }
.frames { display: grid; grid-template-columns: repeat(auto-fill, minmax(9rem, 1fr)); gap: .8rem; padding: 0; list-style: none; }
figure { margin: 0; break-inside: avoid; } .picture { position: relative; overflow: hidden; } .picture img { display: block; inline-size: 100%; }
.box { position: absolute; border: 2px solid #ffba00; outline: 1px solid #000; } .box b { position: absolute; top: 0; left: 0; background: #ffba00; color: #000; font-size: .7rem; line-height: 1.1; padding: 0 .25rem; }
figcaption { font-size: .85rem; } .face { break-inside: avoid; }
@media print { body { padding: 0; max-inline-size: none; } h2, h3 { break-after: avoid; } * { print-color-adjust: exact; } }
`;

/** The report of one check as one file that needs nothing else: no script, no address is opened, every value is escaped. */
export function reportHtml(record: CheckRecord): string {
  const { state } = record;
  const words = recordWords(record);
  const verdict = verdictIn(record);
  const rarity = rarityOf(verdict, state);
  const { lang, dir } = languageOfTexts();
  const body = markup`<header>
<h1>${record.name}</h1>
<p class="quiet">${text('report_heading', { time: utcMoment(record.checkedAt) })}</p>
</header>
<p class="verdict">${words.line}</p>
${when(words.meaning !== undefined, () => markup`<p>${words.meaning ?? ''}</p>`)}
${when(rarity !== null, () => markup`<h3>${rarityQuestion()}</h3>\n<p>${rarity ?? ''}</p>`)}
${comparisonSection(record)}
<section>
<h2>${text('report_checked')}</h2>
<dl>
${row(text('report_source'), sourceWords(record))}
<dt>SHA-256</dt><dd><code>${hashWords(record)}</code></dd>
${row(text('report_length'), lengthWords(record))}
${when(record.convertedBy !== undefined, () => row(text('report_converted'), text('report_convertedBy', { program: record.convertedBy ?? '' })))}
</dl>
</section>
${credentialsSection(record)}
${when(state !== null, () => (state ? evidence(record, state) : markup``))}
<section>
<h2>${text('report_proof')}</h2>
<ul>
${notProven().map((sentence) => markup`<li>${sentence}</li>`)}
</ul>
</section>
<section>
<h2>${text('report_how')}</h2>
<dl>
${row(text('report_program'), text('report_programWords', { version: record.extension }))}
${row(text('panel_detector'), state?.modelVersion ?? text('report_didNotRun'))}
${row(text('panel_runsOn'), state?.backend ? BACKEND_WORDS[state.backend] : '–')}
${row(text('panel_frames'), planWords(record))}
${row(text('column_score'), scoreWords(record))}
${when(state !== null, () =>
  row(
    text('report_limits'),
    text('report_limitsWords', {
      manipulated: share(state?.limits.manipulated),
      noSign: share(state?.limits.noSign),
    }),
  ),
)}
${row(text('report_took'), duration(record.ms))}
</dl>
</section>`;
  return markup`<!doctype html>
<html lang="${lang}" dir="${dir}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<meta name="generator" content="FakeFilter ${record.extension}">
<title>${text('verdict_partAndReason', { part: record.name, reason: words.line })}</title>
<style>${new Markup(STYLE)}</style>
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`.text;
}

function row(name: string, value: string): Markup {
  return markup`<dt>${name}</dt><dd>${value}</dd>`;
}

function share(value: number | undefined): string {
  return value === undefined ? '–' : decimal(value, 2);
}

function comparisonSection({ comparison }: CheckRecord): Markup {
  if (!comparison) return markup``;
  return markup`<section>
<h2>${text('compare_heading')}</h2>
<ul>
${[...comparisonLines(comparison), text('compare_worth')].map((line) => markup`<li>${line}</li>`)}
</ul>
</section>`;
}

function credentialsSection({ credentials, source }: CheckRecord): Markup {
  const none = text(
    source.kind === 'address'
      ? 'credentials_ofAddress'
      : credentials === null
        ? 'credentials_none'
        : 'credentials_notLooked',
  );
  return markup`<section>
<h2>${text('credentials_heading')}</h2>
<p>${credentials ? `${statusWords(credentials)} ${text('credentials_caveat')}` : none}</p>
<dl>${(credentials ? credentialRows(credentials) : []).map(({ name, value }) => row(name, value))}</dl>
</section>`;
}

function evidence(record: CheckRecord, state: VideoState): Markup {
  const shots = shotSummaries(record);
  return markup`<section>
<h2>${text('panel_faces')}</h2>
<p>${countsWords(state)} ${bandsLegend()}</p>
${faceCharts(record).map((chart) => {
  const face = state.faces.find(({ track }) => track === chart.track);
  return face
    ? faceSection(record, state, face, chartSvg(chart, timelineWords(face.timeline, state.limits)))
    : markup``;
})}
</section>
${when(
  shots.length > 0,
  () => markup`<section>
<h2>${text('report_shots')}</h2>
<ul>
${shots.map(({ name, words }) => markup`<li>${text('verdict_partAndReason', { part: name, reason: words })}</li>`)}
</ul>
</section>`,
)}
<section>
<h2>${text('report_judgedFrames')}</h2>
<ul class="frames">
${record.frames.map((frame) => frameFigure(frame, state, record.durationMs === 0))}
</ul>
</section>`;
}

function faceSection(record: CheckRecord, state: VideoState, face: FaceSummary, chart: Markup): Markup {
  const verdict = verdictIn(record);
  const heat = verdict.kind === 'manipulated' && face.verdict.kind === 'manipulated' && face.mask;
  return markup`<div class="face">
<h3>${text('face_line', { track: face.track, line: faceLine(face.verdict, verdict) })}</h3>
<p class="quiet">${text('sentence', { words: timelineWords(face.timeline, state.limits) })}${heat ? ` ${heatWords(heat)}` : ''}</p>
${when(record.durationMs > 0, () => chart)}
</div>`;
}

function frameFigure(frame: JudgedFrame, state: VideoState, isStill: boolean): Markup {
  const { timeMs, picture, faces } = frame;
  const words = facesWords(frame, state);
  const scores = listed(
    faces.map(({ probability }) => decimal(probability, 3)),
    'unit',
  );
  const told = faces.length > 0 ? text('verdict_withReason', { verdict: words, reason: scores }) : words;
  const time = `${clock(timeMs)}.${String(Math.floor(timeMs % 1000)).padStart(3, '0')}`;
  const at = (value: number): string => `${(value * 100).toFixed(2)}%`;
  return markup`<li><figure>
<div class="picture"><img src="${picture}" alt="">${faces.map(
    ({ track, box }) =>
      markup`<span class="box" style="left:${at(box.x)};top:${at(box.y)};width:${at(box.width)};height:${at(box.height)}"><b>${track}</b></span>`,
  )}</div>
<figcaption>${isStill ? told : text('verdict_partAndReason', { part: time, reason: told })}</figcaption>
</figure></li>`;
}
