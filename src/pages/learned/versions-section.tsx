import { dateTime, text } from '../../words/text.ts';
import type { AdaptationState } from '../../messages/adaptation.ts';
import { applyVersion } from '../shared/adaptation-actions.ts';
import { activeLine, judgingVersion } from '../shared/adaptation-words.ts';

/** The versions of the network for this site, and the original; any can be chosen. */
export function VersionsSection({
  origin,
  state,
  busy,
  act,
}: {
  origin: string;
  state: AdaptationState;
  busy: boolean;
  act: (doing: () => Promise<string>) => void;
}) {
  const rows = [
    ...state.versions.map(({ number, createdAt }) => ({
      number,
      about: text('learned_learnedAt', { time: dateTime(createdAt) }),
    })),
    { number: 0, about: text('learned_asInstalled') },
  ];
  return (
    <section aria-labelledby="versions-heading">
      <h2 id="versions-heading">{text('learned_versions')}</h2>
      <p class="quiet">
        {activeLine(state)} {text('learned_versionsHint')}
      </p>
      <ul class="cards">
        {rows.map(({ number, about }) => (
          <li class="card version" key={number}>
            <div>
              <h3>
                {number === 0 ? text('learned_theOriginal') : text('learned_version', { version: number })}
              </h3>
              <p class="quiet">{about}</p>
            </div>
            {number === state.active ? (
              <strong>{text(number === judgingVersion(state) ? 'learned_inUse' : 'learned_chosen')}</strong>
            ) : (
              <button
                type="button"
                disabled={busy}
                aria-label={
                  number === 0 ? text('learned_useOriginal') : text('learned_useVersion', { version: number })
                }
                onClick={() => act(() => applyVersion(origin, number, state))}
              >
                {text('learned_use')}
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
