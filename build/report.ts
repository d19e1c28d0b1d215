import { readFile, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Plugin } from 'vite';
import { remoteUrls } from './remote-urls.ts';

/** The product may not grow past this without somebody noticing. */
const LIMIT_BYTES = 30 * 1024 * 1024;

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
}

function megabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(2).padStart(6)} MiB`;
}

/** After the build: what the extension weighs and of what, and a failure if it is too heavy or names a remote address. */
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
          const part =
            name.startsWith('wasm/') || name.startsWith('models/')
              ? name.split('/').slice(0, 2).join('/')
              : 'code and pages';
          sizes.set(part, (sizes.get(part) ?? 0) + size);
          if (/\.m?js$/.test(name)) {
            for (const url of remoteUrls(await readFile(file, 'utf8'))) remote.push(`${name}: ${url}`);
          }
        }
        for (const [part, size] of [...sizes].sort((a, b) => b[1] - a[1]))
          console.log(`${megabytes(size)}  ${part}`);
        console.log(`${megabytes(total)}  in all (limit ${LIMIT_BYTES / 1024 / 1024} MiB)`);
        if (total > LIMIT_BYTES)
          this.error(`The extension weighs ${megabytes(total).trim()}, more than the limit`);
        if (remote.length > 0) this.error(`Remote addresses in the extension's code:\n${remote.join('\n')}`);
      },
    },
  };
}
