import type { AdaptationState } from '../../messages/adaptation.ts';
import { text } from '../../words/text.ts';
import { unmarkVideo } from '../shared/adaptation-actions.ts';
import { dateTime } from '../shared/format.ts';

/** What the user said of the site's videos, each of which can be taken back; nothing where nothing was said. */
export function MarksSection({
  origin,
  marks,
  busy,
  act,
}: {
  origin: string;
  marks: AdaptationState['marks'];
  busy: boolean;
  act: (doing: () => Promise<string>) => void;
}) {
  if (marks.length === 0) return null;
  return (
    <section aria-labelledby="marks-heading">
      <h2 id="marks-heading">{text('marks_heading')}</h2>
      <p class="quiet">{text('marks_meaning')}</p>
      <ul class="cards">
        {marks.toReversed().map(({ video, mark, at }) => (
          <li class="card version" key={video}>
            <p id={`mark-${video}`}>{text(`marks_${mark}`, { time: dateTime(at) })}</p>
            <button
              type="button"
              disabled={busy}
              aria-describedby={`mark-${video}`}
              onClick={() => act(() => unmarkVideo(origin, video))}
            >
              {text('marks_takeBack')}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
