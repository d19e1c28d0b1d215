import { crx } from '@crxjs/vite-plugin';
import preact from '@preact/preset-vite';
import { defineConfig } from 'vite';
import { buildReport } from './build/report.ts';
import { inertLinks } from './build/inert-links.ts';
import { privateContentScript } from './build/private-content-script.ts';
import manifest from './manifest.json' with { type: 'json' };

/**
 * The browser tests can neither answer a permission prompt nor browse for two days, so their build differs from the product
 * in two things: host access to the loopback addresses of the test pages is granted at install, and learning from a site
 * begins with few videos and passes its guard (src/adaptation/tunables.ts).
 */
const LOOPBACK = ['http://127.0.0.1/*', 'http://localhost/*'];

export default defineConfig(({ mode }) => {
  const forTests = mode === 'e2e';
  // The product and, for `npm run evaluate` and `npm run crops`, a page that has its engine measure files.
  const forEvaluation = mode === 'evaluation';
  return {
    plugins: [
      preact(),
      inertLinks(),
      crx({ manifest: { ...manifest, ...(forTests && { host_permissions: LOOPBACK }) } }),
      privateContentScript('src/content/main.ts'),
      buildReport(),
    ],
    define: { FAKEFILTER_QUICK_LEARNING: JSON.stringify(forTests) },
    build: {
      outDir:
        process.env.FAKEFILTER_DIST ?? (forTests || forEvaluation ? `dist/chrome-${mode}` : 'dist/chrome'),
      emptyOutDir: true,
      target: 'chrome120',
      // The store's reviewers read this code; 1 MB of tfjs is not worth a warning each build.
      chunkSizeWarningLimit: 4000,
      rollupOptions: {
        input: {
          offscreen: 'src/offscreen/index.html',
          checker: 'src/checker/index.html',
          learning: 'src/learning/index.html',
          ...(forEvaluation && { evaluation: 'tools/evaluate/page/index.html' }),
        },
      },
    },
  };
});
