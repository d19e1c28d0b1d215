import type { Plugin } from 'vite';

/**
 * Libraries name documentation pages in their error messages and default addresses of services that this extension never
 * calls. The bundle is held to name no remote address at all, so that the check for it needs no list of exceptions:
 * the scheme of such links is cut off in dependencies, which leaves the messages readable. No file in node_modules is changed.
 */
export function inertLinks(): Plugin {
  return {
    name: 'fakefilter:inert-links',
    apply: 'build',
    transform: {
      order: 'post',
      filter: { id: /node_modules/ },
      handler(code) {
        const cut = code.replace(/\b(?:https:\/\/|http:\/\/(?!www\.w3\.org\/))(?=[a-z0-9-]+\.[a-z])/gi, '');
        return cut === code ? null : { code: cut, map: null };
      },
    },
  };
}
