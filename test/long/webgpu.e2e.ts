import { expect, test } from 'vitest';
import { writeSettings } from '../../tools/lib/browser/settings.ts';
import { poll } from '../../tools/lib/poll.ts';
import { useStage } from '../support/stage.ts';
import { tell } from '../../tools/lib/browser/tell.ts';

/** The GPU path, on Chromium's software adapter: slow, but the same shaders. */
const stage = useStage({ site: false, args: ['--enable-unsafe-webgpu'] });

test('the WebGPU backend reproduces the golden vectors', async () => {
  await writeSettings(stage.browser, { backend: 'webgpu' });
  const page = await stage.browser.page('src/pages/options/index.html');
  await tell(page, 'background.engine', {});
  const status = await poll(
    'the self-test of the engine',
    async () => {
      const now = await tell(page, 'engine.status', {});
      return now.phase !== 'starting' && now;
    },
    { limitMs: 330_000, everyMs: 500 },
  );
  expect(status.selfTests.find((result) => result.backend === 'webgpu')).toMatchObject({
    passed: true,
    notUsed: null,
  });
  expect(status).toMatchObject({ phase: 'ready', backend: 'webgpu' });
}, 360_000);
