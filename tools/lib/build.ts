import { spawnSync } from 'node:child_process';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';

/** Builds of the extension for the tools: made where they are missing or older than what they are made of. */

export const root = path.resolve(import.meta.dirname, '../..');

/**
 * `product` and `firefox` are what is shipped. `e2e` differs in host access to loopback pages and quicker numbers; `demo` is the same but
 * for the verdict's numbers. `evaluation` has a page that measures files with the engine. `bench` has that access, and a page that
 * runs the network beside others. See `vite.config.ts`.
 */
export type BuildKind = 'product' | 'e2e' | 'demo' | 'evaluation' | 'bench' | 'firefox' | 'firefox-e2e';

/** What stands in for the product's numbers: `build/quick-numbers.ts`. */
const QUICK_NUMBERS = ['tunables', 'pace', 'verdict'].map((name) => `test/support/quick-${name}.ts`);

/** What one build alone is made of, besides {@link SOURCES}. */
const OWN_SOURCES: Readonly<Partial<Record<BuildKind, readonly string[]>>> = {
  e2e: QUICK_NUMBERS,
  'firefox-e2e': QUICK_NUMBERS,
  demo: QUICK_NUMBERS,
  evaluation: ['tools/page', 'tools/lib/faces/float16.ts', 'tools/page/adaptation'],
  bench: ['tools/bench/page'],
};

/** What a build is made of, from the root. */
export const SOURCES = [
  'src',
  'build',
  'models',
  'assets',
  'manifest.json',
  'vite.config.ts',
  'package-lock.json',
];

export function distOf(kind: BuildKind): string {
  if (kind.startsWith('firefox')) return path.join(root, 'dist', kind);
  return path.join(root, kind === 'product' ? 'dist/chrome' : `dist/chrome-${kind}`);
}

/** The latest change below a file or folder, in ms since 1970; 0 if it does not exist. */
async function lastChange(name: string): Promise<number> {
  const info = await stat(name).catch(() => null);
  if (!info) return 0;
  if (!info.isDirectory()) return info.mtimeMs;
  const inside = await Promise.all((await readdir(name)).map((entry) => lastChange(path.join(name, entry))));
  return Math.max(0, ...inside);
}

function runNode(args: readonly string[], what: string): void {
  // All output goes to stderr: stdout may carry results that another program reads.
  // Test runners say "test" here, and libraries then bundle other code.
  const env = { ...process.env, NODE_ENV: 'production' };
  const { status, error } = spawnSync(process.execPath, args, { cwd: root, stdio: ['ignore', 2, 2], env });
  if (error) throw new Error(`${what} could not be started`, { cause: error });
  if (status !== 0) throw new Error(`${what} failed; see its messages above`);
}

/**
 * The folder of an up-to-date build.
 * @throws Error if it had to be built and could not be.
 */
export async function ensureBuild(kind: BuildKind): Promise<string> {
  const dist = distOf(kind);
  const built = await lastChange(path.join(dist, 'manifest.json'));
  const sources = [...SOURCES, ...(OWN_SOURCES[kind] ?? [])];
  const changed = Math.max(...(await Promise.all(sources.map((name) => lastChange(path.join(root, name))))));
  if (built > changed) return dist;
  console.error(
    built === 0 ? 'Building the extension …' : 'The sources have changed: building the extension again …',
  );
  build(kind);
  return dist;
}

/** Builds, whatever is there. @param folder instead of the usual one. @throws Error if that fails. */
export function build(kind: BuildKind, folder = distOf(kind)): void {
  runNode(['--import', 'tsx', 'build/assets.ts'], 'Gathering the assets');
  const mode = kind === 'product' ? [] : ['--mode', kind];
  const args = ['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn', '--outDir', folder, ...mode];
  runNode(args, 'The build');
}
