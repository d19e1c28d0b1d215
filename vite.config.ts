import { crx } from '@crxjs/vite-plugin';
import preact from '@preact/preset-vite';
import { defineConfig } from 'vite';
import { buildReport } from './build/report.ts';
import { inertLinks } from './build/inert-links.ts';
import { privateContentScript } from './build/private-content-script.ts';
import { quickNumbers } from './build/quick-numbers.ts';
import { licenceCheck } from './build/licence-check.ts';
import { manifestFor } from './build/manifest.ts';
import { unusedLibraryCode } from './build/unused-library-code.ts';

const folderOf = (mode: string): string => {
  if (mode.startsWith('firefox')) return `dist/${mode}`;
  return mode === 'production' ? 'dist/chrome' : `dist/chrome-${mode}`;
};

/**
 * The browser tests can neither answer a permission prompt nor browse for two days. Their builds differ from the product in four things:
 * - host access to the loopback addresses of the test pages is granted at install;
 * - learning from a site begins with few videos and passes its guard (test/support/quick-tunables.ts);
 * - frames are taken in quicker succession (test/support/quick-pace.ts);
 * - a check takes fewer of them (test/support/quick-verdict.ts).
 * The build for the demo lacks the last one. The one for `npm run bench` has the access, but the product's numbers.
 */
export default defineConfig(({ mode }) => {
  const browser = mode.startsWith('firefox') ? 'firefox' : 'chrome';
  const quick = mode.endsWith('e2e');
  const forTests = quick || mode === 'demo';
  // The product and a page besides: for `npm run evaluate` and the like one that has its engine measure files, for `npm run bench`
  // one that runs its network beside others.
  return {
    plugins: [
      preact(),
      inertLinks(),
      forTests && quickNumbers(import.meta.dirname, { verdict: quick }),
      unusedLibraryCode(),
      crx({ manifest: manifestFor(browser, forTests || mode === 'bench'), browser }),
      privateContentScript('src/content/main.ts'),
      // Other runtimes, to measure against: nobody downloads them.
      mode !== 'bench' && licenceCheck(),
      mode !== 'bench' && buildReport(),
    ],
    define: {
      FAKEFILTER_BROWSER: JSON.stringify(browser),
      FAKEFILTER_WELCOMES: JSON.stringify(mode === 'production' || mode === 'firefox'),
    },
    build: {
      outDir: folderOf(mode),
      emptyOutDir: true,
      target: browser === 'firefox' ? 'firefox153' : 'chrome120',
      // The store's reviewers read this code; 1 MB of tfjs is not worth a warning each build.
      chunkSizeWarningLimit: 4000,
      rollupOptions: {
        output: {
          // The bundler's hash for the worker depends on the folder in which it is built; those of other chunks do not.
          chunkFileNames: ({ name }) =>
            name === 'worker.ts' ? 'assets/background.js' : 'assets/[name]-[hash].js',
        },
        input: {
          offscreen: 'src/offscreen/index.html',
          checkFiles: 'src/pages/check-files/index.html',
          learned: 'src/pages/learned/index.html',
          history: 'src/pages/history/index.html',
          welcome: 'src/pages/welcome/index.html',
          ...(mode === 'evaluation' && { evaluation: 'tools/page/index.html' }),
          ...(mode === 'bench' && { bench: 'tools/bench/page/index.html' }),
        },
      },
    },
  };
});
