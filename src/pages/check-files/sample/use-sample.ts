import { useEffect, useState } from 'preact/hooks';
import { text } from '../../../words/text.ts';

/** Makes the sample clips where the page was opened for them, once. @returns what is to be said of them; empty elsewhere. */
export function useSample(query: string, add: (files: readonly File[]) => void): string {
  const wanted = new URLSearchParams(query).has('sample');
  const [words, setWords] = useState(wanted ? text('sample_making') : '');

  useEffect(() => {
    if (!wanted) return;
    // A reload shows the results that are kept, and makes no more.
    history.replaceState(null, '', location.pathname);
    async function make(): Promise<void> {
      try {
        const { sampleClips } = await import('./sample-clips.ts');
        add(await sampleClips());
        setWords(text('sample_note', { swapped: text('sample_swapped') }));
      } catch (error) {
        console.error('FakeFilter: the sample clips could not be made:', error);
        setWords(text('sample_failed'));
      }
    }
    void make();
  }, []);

  return words;
}
