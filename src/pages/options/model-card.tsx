import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { ThresholdRates } from '../../contracts/threshold-rates.ts';
import browser from 'webextension-polyfill';
import { decimal, listed, percent, text } from '../../words/text.ts';
import { VERDICT_WORDS } from '../../verdict/words.ts';
import { parseModelNumbers, type ModelNumbers } from './model-numbers.ts';

/** What the network was trained on, as its sets are called everywhere. */
const SETS = ['DFDC', 'OpenForensics', 'ciplab', 'All-Age-Faces', 'UTKFace'];
const FAILS_AT = ['generated', 'edited', 'poor', 'light', 'context', 'attack'] as const;

/** What the detector is, what it was made of and what it cannot do; the numbers come from the files that judge. */
export function ModelCard() {
  const [numbers, setNumbers] = useState<ModelNumbers | null>(null);
  useEffect(() => {
    readModelNumbers().then(setNumbers, (error: unknown) =>
      console.error('FakeFilter: the numbers of the network could not be read:', error),
    );
  }, []);
  return (
    <section aria-labelledby="card-heading">
      <h3 id="card-heading">{text('card_title')}</h3>
      <p>{text('card_what')}</p>
      <p>{text('card_notProof')}</p>
      <dl class="particulars">
        {numbers && (
          <>
            <Row name={text('engine_version')}>{numbers.modelVersion}</Row>
            <Row name={text('card_limits')}>{limitsWords(numbers)}</Row>
            {numbers.atThreshold && <Row name={text('card_measured')}>{ratesWords(numbers.atThreshold)}</Row>}
          </>
        )}
        <Row name={text('card_trained')}>{text('card_trainedOn', { sets: listed(SETS, 'unit') })}</Row>
        <Row name={text('card_fails')}>
          <ul class="points">
            {FAILS_AT.map((what) => (
              <li key={what}>{text(`card_fails_${what}`)}</li>
            ))}
          </ul>
        </Row>
        <Row name={text('card_notMeasured')}>{text('card_skinTone')}</Row>
      </dl>
    </section>
  );
}

/** Of the network that this extension came with. */
async function readModelNumbers(): Promise<ModelNumbers> {
  const answer = await fetch(browser.runtime.getURL('models/detector/calibration.json'));
  return parseModelNumbers(await answer.json());
}

function Row({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function limitsWords({ thresholds }: ModelNumbers): string {
  const { manipulated, noSign } = thresholds.video ?? thresholds;
  return text('card_limitsOf', {
    manipulated: VERDICT_WORDS.manipulated,
    noSign: VERDICT_WORDS.noSign,
    unclear: VERDICT_WORDS.unclear,
    high: decimal(manipulated, 2),
    low: decimal(noSign, 2),
  });
}

function ratesWords({ videos, truePositiveRate, falsePositiveRate }: ThresholdRates): string {
  return text('card_rates', {
    videos,
    caught: percent(truePositiveRate),
    wrong: percent(falsePositiveRate, 1),
  });
}
