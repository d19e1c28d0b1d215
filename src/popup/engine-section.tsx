import { engineFacts, engineLine } from './engine-words.ts';
import { useEngineStatus } from './use-engine-status.ts';

/** How the detector is doing, with its particulars for those who want them. */
export function EngineSection() {
  const engine = useEngineStatus();
  const facts = engine.status === 'awake' ? engineFacts(engine.report) : [];
  const failed = engine.status === 'awake' && engine.report.phase === 'failed';
  return (
    <section aria-labelledby="engine-heading">
      <h2 id="engine-heading">Detector</h2>
      <p class={failed ? 'warning' : 'quiet'}>{engineLine(engine)}</p>
      {facts.length > 0 && (
        <details>
          <summary>Particulars</summary>
          <dl class="particulars">
            {facts.map(({ name, value }) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </section>
  );
}
