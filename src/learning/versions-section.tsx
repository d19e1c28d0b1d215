import type { AdaptationState } from '../messages/adaptation.ts';
import { applyVersion } from '../ui/adaptation-actions.ts';
import { activeLine, judgingVersion, versionName } from '../ui/adaptation-words.ts';
import { dateTime } from '../ui/format.ts';

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
    ...state.versions.map(({ number, createdAt }) => ({ number, about: `learned ${dateTime(createdAt)}` })),
    { number: 0, about: 'as it was installed' },
  ];
  return (
    <section aria-labelledby="versions-heading">
      <h2 id="versions-heading">Versions</h2>
      <p class="quiet">{activeLine(state)} A choice holds for videos checked from then on.</p>
      <ul class="cards">
        {rows.map(({ number, about }) => (
          <li class="card version" key={number}>
            <div>
              <h3>{number === 0 ? 'The original' : `Version ${number}`}</h3>
              <p class="quiet">{about}</p>
            </div>
            {number === state.active ? (
              <strong>{number === judgingVersion(state) ? 'In use' : 'Chosen'}</strong>
            ) : (
              <button
                type="button"
                disabled={busy}
                aria-label={`Use ${versionName(number)}`}
                onClick={() => act(() => applyVersion(origin, number, state))}
              >
                Use
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
