import { text } from '../../words/text.ts';
import type { FeatureFigure as Figure } from '../../contracts/round.ts';
import { panelWords } from './learned-words.ts';
import { MARK, PANEL, SERIES, cloud, mark } from './marks.ts';

/** Features of the training data and of the site in two dimensions, before and after a round, as the paper draws them. */
export function FeatureFigure({ figure }: { figure: Figure }) {
  return (
    <figure class="features">
      <div class="panels">
        <PanelView id="before" title={text('learned_before')} panel={figure.before} />
        <PanelView id="after" title={text('learned_after')} panel={figure.after} />
      </div>
      <figcaption>
        <ul class="legend">
          {SERIES.map(({ name, words }) => (
            <li key={name}>
              <svg viewBox="-5 -5 10 10" width={16} height={16} aria-hidden="true" focusable="false">
                <path class={name} d={mark(name, 0, 0)} />
              </svg>
              {text(words)}
            </li>
          ))}
        </ul>
      </figcaption>
    </figure>
  );
}

function PanelView({ id, title, panel }: { id: string; title: string; panel: Figure['before'] }) {
  return (
    <div class="panel">
      <p aria-hidden="true">{title}</p>
      <svg
        viewBox={`0 0 ${PANEL} ${PANEL}`}
        role="img"
        aria-labelledby={`${id}-title`}
        aria-describedby={`${id}-desc`}
        stroke-width={MARK / 3}
      >
        <title id={`${id}-title`}>{title}</title>
        <desc id={`${id}-desc`}>{panelWords(panel)}</desc>
        {SERIES.map(({ name }) => (
          <path key={name} class={name} d={cloud(name, panel[name])} />
        ))}
      </svg>
    </div>
  );
}
