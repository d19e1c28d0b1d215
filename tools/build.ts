import { spawnSync } from 'node:child_process';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';

/** Builds of the extension for the tools: made where they are missing or older than what they are made of. */

export const root = path.resolve(import.meta.dirname, '..');

/**
 * `product` is what is shipped; `e2e` differs in host access to loopback pages, `evaluation` in a page that measures
 * files with the engine: see `vite.config.ts`.
 */
export type BuildKind = 'product' | 'e2e' | 'evaluation';

/** What the page of the `evaluation` build is made of, besides {@link SOURCES}. */
const EVALUATION_SOURCES = [
  'tools/evaluate/page',
  'tools/evaluate/float16.ts',
  'tools/evaluate-adaptation/page',
];

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
  const { status, error } = spawnSync(process.execPath, args, { cwd: root, stdio: ['ignore', 2, 2] });
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
  const sources = kind === 'evaluation' ? [...SOURCES, ...EVALUATION_SOURCES] : SOURCES;
  const changed = Math.max(...(await Promise.all(sources.map((name) => lastChange(path.join(root, name))))));
  if (built > changed) return dist;
  console.error(
    built === 0 ? 'Building the extension …' : 'The sources have changed: building the extension again …',
  );
  runNode(['--import', 'tsx', 'build/assets.ts'], 'Gathering the assets');
  const mode = kind === 'product' ? [] : ['--mode', kind];
  runNode(['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn', ...mode], 'The build');
  return dist;
}
