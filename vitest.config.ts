import { defineConfig } from 'vitest/config';
import { unusedLibraryCode } from './build/unused-library-code.ts';

const browser = {
  include: ['test/e2e/**/*.e2e.ts'],
  environment: 'node' as const,
  globalSetup: ['test/support/setup.ts'],
  // One browser at a time: each takes what two cores can give.
  fileParallelism: false,
  testTimeout: 240_000,
  hookTimeout: 120_000,
};

export default defineConfig({
  test: {
    projects: [
      {
        // The library as it is built.
        plugins: [unusedLibraryCode()],
        test: {
          server: { deps: { inline: ['mediabunny'] } },
          name: 'unit',
          include: ['test/unit/**/*.test.ts'],
          environment: 'node',
          // Nothing waits this long; a machine that is busy with other things does not fail the suite.
          testTimeout: 60_000,
        },
      },
      { test: { ...browser, name: 'e2e' } },
      // All siblings of the browser tests, and those that take minutes: `test/support/suite.ts`.
      {
        test: {
          ...browser,
          name: 'long',
          include: [...browser.include, 'test/long/**/*.e2e.ts'],
          exclude: ['test/e2e/fuzz-*.e2e.ts'],
          env: { FAKEFILTER_SUITE: 'long' },
        },
      },
      // What breaks: faults injected into a running extension, and the browser tests of the same kind.
      {
        test: {
          ...browser,
          name: 'faults',
          include: ['test/faults/**/*.e2e.ts', 'test/e2e/{damaged,deleted,hold-up,life,learning}.e2e.ts'],
          env: { FAKEFILTER_SUITE: 'long' },
        },
      },
      {
        test: {
          ...browser,
          name: 'fuzz',
          include: ['test/e2e/fuzz-*.e2e.ts', 'test/fuzz/*.e2e.ts'],
          env: { FAKEFILTER_SUITE: 'long' },
        },
      },
      {
        test: {
          name: 'packages',
          include: ['test/package/**/*.packages.ts'],
          environment: 'node',
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'firefox',
          include: ['test/firefox/**/*.firefox.ts'],
          environment: 'node',
          globalSetup: ['test/support/firefox-setup.ts'],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 90_000,
        },
      },
    ],
  },
});
