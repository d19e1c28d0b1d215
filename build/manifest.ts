import manifest from '../manifest.json' with { type: 'json' };

/** The manifests of the builds, made of `manifest.json`, which is Chromium's. */

export type Browser = 'chrome' | 'firefox';

/** Names the extension to Firefox and its store: a UUID drawn once. Never changed, since what is kept belongs to it. */
export const GECKO_ID = '{190087a5-e50d-4d2b-8608-12b37adc3284}';

/** Granted at install in the builds for tests, which cannot answer a permission prompt. */
const LOOPBACK = ['http://127.0.0.1/*', 'http://localhost/*'];

/** The oldest one that the tests were run in; documents have ids in it, by which a page is told from the next in its tab. */
const OLDEST_FIREFOX = '153.0';

/** Firefox has no service workers and no offscreen documents for extensions, and always clones what is sent. */
function firefoxManifest() {
  const {
    minimum_chrome_version: _version,
    message_serialization: _serialization,
    background: { service_worker, type },
    content_security_policy: { extension_pages },
    ...shared
  } = manifest;
  const required: 'none'[] = ['none'];
  return {
    ...shared,
    background: { scripts: [service_worker], type },
    permissions: shared.permissions.filter((permission) => permission !== 'offscreen'),
    // The engine page is a frame of the event page.
    content_security_policy: {
      extension_pages: extension_pages.replace("frame-src 'none'", "frame-src 'self'"),
    },
    browser_specific_settings: {
      gecko: {
        id: GECKO_ID,
        strict_min_version: OLDEST_FIREFOX,
        data_collection_permissions: { required },
      },
    },
  };
}

/** @param forTests with access to the test pages. */
export function manifestFor(browser: Browser, forTests: boolean) {
  return {
    ...(browser === 'firefox' ? firefoxManifest() : manifest),
    ...(forTests && { host_permissions: LOOPBACK }),
  };
}
