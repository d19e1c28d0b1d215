import { text } from '../../words/text.ts';
import browser from 'webextension-polyfill';
import { send } from '../../messages/send.ts';
import { engineFacts, engineLine } from '../shared/engine-words.ts';
import { useAction } from '../shared/use-action.ts';
import { useEngineStatus } from '../shared/use-engine-status.ts';
import { ModelCard } from './model-card.tsx';

/** What version this is, what the detector runs on, how its self-test went, and what it is. */
export function AboutSection({ say }: { say: (text: string) => void }) {
  const engine = useEngineStatus();
  const { busy, act } = useAction(say);
  const facts = engine.status === 'awake' ? engineFacts(engine.report) : [];
  const failed = engine.status === 'awake' && engine.report.phase === 'failed';

  async function start(): Promise<string> {
    await send('background.engine', {});
    return text('engine_starting');
  }

  return (
    <section aria-labelledby="about-heading">
      <h2 id="about-heading">{text('options_about')}</h2>
      <p>{text('options_version', { version: browser.runtime.getManifest().version })}</p>
      <p class={failed ? 'warning' : 'quiet'}>{engineLine(engine)}</p>
      {facts.length > 0 && (
        <dl class="particulars">
          {facts.map(({ name, value }) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
      {engine.status === 'asleep' && (
        <button type="button" disabled={busy} onClick={() => act(start)}>
          {text('engine_start')}
        </button>
      )}
      <ModelCard />
    </section>
  );
}
