import path from 'node:path';
import type { Plugin } from 'vite';

/** Files of numbers, and those that stand in for them in the builds for browser tests. */
const QUICK = {
  'src/adaptation/tunables.ts': 'test/support/quick-tunables.ts',
  'src/content/pace.ts': 'test/support/quick-pace.ts',
} as const;
const VERDICT = { 'src/verdict/tunables.ts': 'test/support/quick-verdict.ts' } as const;

/**
 * In the builds for browser tests and the demo alone: the numbers of {@link QUICK} are quicker ones.
 * @param verdict those of the verdict, too.
 */
export function quickNumbers(root: string, { verdict }: { verdict: boolean }): Plugin {
  const files = new Map(
    Object.entries({ ...QUICK, ...(verdict && VERDICT) }).map(([product, quick]) => [
      path.join(root, product),
      path.join(root, quick),
    ]),
  );
  const names = [...files.keys()].map((file) => `/${path.basename(file)}`);
  const quick = new Set(files.values());
  return {
    name: 'fakefilter:quick-numbers',
    enforce: 'pre',
    async resolveId(source, importer, options) {
      // The quick file itself may ask for the product's numbers.
      if (!names.some((name) => source.endsWith(name)) || (importer && quick.has(importer))) return null;
      const found = await this.resolve(source, importer, { ...options, skipSelf: true });
      return (found && files.get(found.id)) ?? found;
    },
  };
}
