import { text } from '../../words/text.ts';
import type { AdaptationState } from '../../messages/adaptation.ts';
import { meters, noticeLine, phaseLine } from './adaptation-words.ts';

/** What the adaptation to a site is at: its phase in words, how much was gathered, how far a round has come. */
export function AdaptationStatus({ state }: { state: AdaptationState }) {
  const notice = noticeLine(state);
  return (
    <>
      <p class={state.phase === 'unavailable' ? 'warning' : undefined}>{phaseLine(state)}</p>
      {notice && <p class="quiet">{notice}</p>}
      {state.phase === 'training' && (
        <progress max={1} value={state.progress} aria-label={text('learning_progress')} />
      )}
      {(state.phase === 'gathering' || state.phase === 'ready' || state.phase === 'waiting') && (
        <ul class="meters">
          {meters(state).map(({ what, line, value, max }) => (
            <li key={what}>
              <span>{line}</span>
              <progress max={max} value={value} aria-label={text(`meter_${what}`)} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
