import { send } from '../messages/send.ts';
import { serve } from '../messages/serve.ts';
import type { EngineSettings } from '../messages/schemas.ts';
import { closeEngine } from '../platform/engine-host.ts';
import { Engine } from './engine.ts';
import { IdleTimer } from './idle.ts';

/** No frame for so long, and the page gives its memory back; the background makes it anew when it is needed. */
const CLOSE_AFTER_MS = 5 * 60_000;

async function settings(): Promise<EngineSettings> {
  try {
    return await send('background.engineSettings', {});
  } catch (error) {
    console.warn('FakeFilter: the settings could not be read; the defaults hold until they are sent', error);
    return { backend: 'auto', history: false, adapt: [] };
  }
}

const engine = new Engine(settings(), () => idle.touch());

const idle = new IdleTimer(CLOSE_AFTER_MS, () => {
  stop();
  void engine
    .dispose()
    .catch((error: unknown) => console.warn('FakeFilter: the engine did not shut down cleanly', error))
    .finally(closeEngine);
});

const stop = serve('engine', {
  'engine.probe': ({ bytes }) => ({ typed: ArrayBuffer.isView(bytes) && bytes.byteLength === 4 }),
  'engine.status': () => engine.status(),
  'engine.starting': () => ({ starting: engine.status().phase === 'starting' }),
  'engine.detect': (request, sender) => {
    idle.touch();
    return engine.detect(request, sender);
  },
  'engine.judge': (request, sender) => {
    idle.touch();
    return engine.judge(request, sender);
  },
  'engine.describe': (request, sender) => {
    idle.touch();
    return engine.describe(request, sender);
  },
  'engine.look': (request, sender) => {
    idle.touch();
    return engine.look(request, sender);
  },
  'engine.lookAt': (request, sender) => {
    idle.touch();
    return engine.lookAt(request, sender);
  },
  'engine.glance': (request, sender) => {
    idle.touch();
    return engine.glance(request, sender);
  },
  'engine.adaptation': ({ origin }) => engine.learning.state(origin),
  'engine.adaptationUsage': () => engine.learning.usage(),
  'engine.adaptNow': async ({ origin }) => {
    idle.touch();
    await engine.learning.adaptNow(origin);
    return {};
  },
  'engine.stopAdapting': ({ origin }) => {
    engine.learning.stop(origin);
    return {};
  },
  'engine.useVersion': async ({ origin, version }) => {
    await engine.learning.useVersion(origin, version);
    return {};
  },
  'engine.useLevel': async ({ origin, used }) => {
    await engine.learning.useLevel(origin, used);
    return {};
  },
  'engine.forgetAdaptation': async ({ origin }) => {
    await engine.learning.forget(origin);
    return {};
  },
  'engine.markVideo': async (request) => ({ faces: await engine.learning.mark(request) }),
  'engine.unmarkVideo': async ({ origin, video }) => {
    await engine.learning.unmark(origin, video);
    return {};
  },
  'engine.configure': (request) => {
    engine.configure(request);
    return {};
  },
  'engine.release': (request, sender) => {
    engine.release(request, sender);
    return {};
  },
  'engine.forget': ({ documents }) => {
    engine.forget(documents);
    return {};
  },
});
