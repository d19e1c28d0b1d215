import { plural, text } from '../../words/text.ts';
import type { VideoState } from '../../verdict/types.ts';
import { BACKEND_WORDS, detectorWords, framesWords } from '../../verdict/words.ts';

/** What a result rests on, in one line, and behind it by what it was judged. @param ways how the pixels were got, and what else is to be told. */
export function Facts({ state, ways: [how = '', ...ways] }: { state: VideoState; ways: readonly string[] }) {
  const faces = plural('faces', state.faces.length);
  const facts = [text('evidence_facts', { faces, frames: framesWords(state), quality: how }), ...ways];
  const technical = technicalWords(state);
  return (
    <>
      <p class="quiet facts">{facts.join('; ')}</p>
      {technical && (
        <details>
          <summary>{text('panel_technical')}</summary>
          <p class="quiet">{technical}</p>
        </details>
      )}
    </>
  );
}

/** Names that say nothing to most people. */
function technicalWords(state: VideoState): string {
  const { backend } = state;
  const version = detectorWords(state);
  if (version === '') return '';
  if (!backend) return text('evidence_detector', { version });
  return text('evidence_detectorOn', { version, backend: BACKEND_WORDS[backend] });
}
