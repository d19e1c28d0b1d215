import { readFile, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Plugin } from 'vite';
import { isListed } from './inside-wasm.ts';
import { remoteUrls } from './remote-urls.ts';
import { partSizes } from './size-budget.ts';

/** The product may not grow past this without somebody noticing. Zipped that is about 24 MiB; `npm run package` allows 25. */
const LIMIT_BYTES = 46 * 1024 * 1024;

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
}

function megabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(2).padStart(6)} MiB`;
}

/** After the build: what the extension weighs and of what, and a failure if it is too heavy, names a remote address or brings unknown WebAssembly. */
export function buildReport(): Plugin {
  let outDir = '';
  return {
    name: 'fakefilter:report',
    apply: 'build',
    enforce: 'post',
    configResolved(config) {
      outDir = path.resolve(config.root, config.build.outDir);
    },
    // Not `closeBundle`: that also runs after a failed build, and would hide why it failed.
    writeBundle: {
      order: 'post',
      sequential: true,
      async handler() {
        const sizes = new Map<string, number>();
        const remote: string[] = [];
        let total = 0;
        for (const file of await filesBelow(outDir)) {
          const name = path.relative(outDir, file);
          const { size } = await stat(file);
          total += size;
          sizes.set(name.replaceAll(path.sep, '/'), size);
          if (name.endsWith('.wasm') && !isListed(name))
            this.error(`Nothing is known of what is in ${name}, which would ship: see build/inside-wasm.ts`);
          if (/\.m?js$/.test(name)) {
            for (const url of remoteUrls(await readFile(file, 'utf8'))) remote.push(`${name}: ${url}`);
          }
        }
        const parts = partSizes(sizes);
        for (const { part, bytes, limit } of parts)
          console.log(`${megabytes(bytes)} of ${megabytes(limit)}  ${part || 'all else'}`);
        console.log(`${megabytes(total)}  in all (limit ${LIMIT_BYTES / 1024 / 1024} MiB)`);
        if (total > LIMIT_BYTES)
          this.error(`The extension weighs ${megabytes(total).trim()}, more than the limit`);
        const heavy = parts.filter(({ bytes, limit }) => bytes > limit);
        if (heavy.length > 0) {
          const names = heavy.map(({ part }) => part || 'all else').join(', ');
          this.error(
            `Heavier than build/size-budget.ts allows: ${names}. Make it lighter, or raise its limit there and say why.`,
          );
        }
        if (remote.length > 0) this.error(`Remote addresses in the extension's code:\n${remote.join('\n')}`);
      },
    },
  };
}
