import { expect, it } from 'vitest';
import { manifestFor } from '../../../build/manifest.ts';

it.each(['chrome', 'firefox'] as const)(
  'no host is accessible at install in the product for %s',
  (browser) => {
    const manifest = manifestFor(browser, false);
    expect(manifest).not.toHaveProperty('host_permissions');
    expect(manifest).not.toHaveProperty('content_scripts');
    expect(manifest.content_security_policy.extension_pages).toContain("connect-src 'self' blob:;");
  },
);

it('Firefox gets an event page, says that nothing is collected, and is not asked for what it lacks', () => {
  const manifest = manifestFor('firefox', false);
  expect(manifest.background).toEqual({ scripts: ['src/background/worker.ts'], type: 'module' });
  expect(manifest.permissions).toEqual(['activeTab', 'contextMenus', 'scripting', 'storage']);
  expect(manifest).toHaveProperty('browser_specific_settings.gecko.data_collection_permissions', {
    required: ['none'],
  });
  // A form that its store takes, and the one name under which installed copies are updated.
  expect(manifest).toHaveProperty(
    'browser_specific_settings.gecko.id',
    expect.stringMatching(/^\{[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\}$/),
  );
  expect(manifest).not.toHaveProperty('minimum_chrome_version');
  expect(manifest).not.toHaveProperty('message_serialization');
});
