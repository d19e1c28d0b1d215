import type { Plugin } from 'vite';

/** Code of libraries that this extension never runs and that stores take for a risk, or that never ends: package → what to cut, and what stands there instead. */
const CUTS = {
  // Of `dangerouslySetInnerHTML`.
  '/preact/dist/preact.mjs': [/\b\w+\.innerHTML=\w+\.__html\b/g, '0'],
  // Of the loader for module workers; the engine page loads MediaPipe's script by an element.
  '/@mediapipe/tasks-vision/vision_bundle.mjs': [/\bawait import\(\w+\.toString\(\)\)/g, '0'],
  // Of the search for the next element, which goes round for ever where exactly as many bytes are left as an element's head may have.
  '/mediabunny/dist/modules/src/matroska/ebml.js': [
    /\bslice\.length < MAX_VAR_INT_SIZE\b/g,
    'slice.length <= MAX_VAR_INT_SIZE',
  ],
} as const;

/** Takes such code out. @throws Error if a library no longer has it, so that the list stays true. */
export function unusedLibraryCode(): Plugin {
  return {
    name: 'fakefilter:unused-library-code',
    transform: {
      order: 'pre',
      filter: { id: Object.keys(CUTS).map((end) => new RegExp(`${end.replaceAll('.', '\\.')}$`)) },
      handler(code, id) {
        const cut = Object.entries(CUTS).find(([end]) => id.endsWith(end))?.[1];
        if (!cut) return null;
        const [pattern, instead] = cut;
        const rest = code.replace(pattern, instead);
        if (rest === code)
          this.error(`${id} has nothing to cut any more: correct build/unused-library-code.ts`);
        return { code: rest, map: null };
      },
    },
  };
}
