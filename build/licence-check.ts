import type { Plugin } from 'vite';
import { packagesOf, shippedPackages } from './licences.ts';

/** Fails a build that contains code of a package whose licence text is not among those that ship. */
export function licenceCheck(): Plugin {
  let root = '';
  return {
    name: 'fakefilter:licence-check',
    apply: 'build',
    configResolved(config) {
      root = config.root;
    },
    async generateBundle(_options, bundle) {
      const modules = Object.values(bundle).flatMap((file) =>
        file.type === 'chunk'
          ? Object.entries(file.modules).flatMap(([id, { renderedLength }]) =>
              renderedLength > 0 ? [id] : [],
            )
          : [],
      );
      const covered = await shippedPackages(root);
      const missing = [...packagesOf(modules)].filter((name) => !covered.has(name));
      if (missing.length > 0)
        this.error(
          `No licence text ships for ${missing.join(', ')}: make it a dependency, not a dev-dependency`,
        );
    },
  };
}
