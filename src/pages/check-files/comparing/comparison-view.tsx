import type { RefObject } from 'preact';
import { text } from '../../../words/text.ts';
import type { Comparison } from '../../../verdict/comparison/types.ts';
import { ComparisonFigure } from './comparison-figure.tsx';
import { faceSentences, refusalSentences } from './comparison-words.ts';

/** What a comparison with genuine videos came to, below the verdict, which it leaves as it is. */
export function ComparisonView({
  comparison,
  id,
  heading,
}: {
  comparison: Comparison;
  id: string;
  heading: RefObject<HTMLHeadingElement | null>;
}) {
  const { faces } = comparison;
  const headingId = `comparison-${id}`;
  return (
    <section class="comparison" aria-labelledby={headingId}>
      <h4 id={headingId} ref={heading} tabIndex={-1}>
        {text('compare_heading')}
      </h4>
      {faces.length === 0 && <p>{text('compare_none')}</p>}
      {faces.map((face) => {
        const [outcome = '', ...rest] = faceSentences(face);
        return (
          <div key={face.track}>
            <p>
              <strong>
                {faces.length === 1 ? outcome : text('face_line', { track: face.track, line: outcome })}
              </strong>
            </p>
            <ComparisonFigure face={face} />
            <p class="quiet">{rest.join(' ')}</p>
          </div>
        );
      })}
      {faces.length > 0 && <p class="quiet">{text('compare_legend')}</p>}
      {refusalSentences(comparison).map((sentence) => (
        <p key={sentence}>
          <bdi>{sentence}</bdi>
        </p>
      ))}
      <p class="quiet">{text('compare_worth')}</p>
    </section>
  );
}
