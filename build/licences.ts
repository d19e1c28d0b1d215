import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { insideTexts } from './inside-wasm.ts';

interface PackageJson {
  name: string;
  version: string;
  license?: string;
  dependencies?: Record<string, string>;
}

/** Dev-dependencies of which files ship, and nothing else: the face detector's model; the photograph of the sample clips and the weights that tell people apart. */
const SHIPPED_DEV_DEPENDENCIES = ['@mediapipe/face_detection', '@vladmandic/face-api'];

/** Texts that packages do not bring themselves, and what is to be said of the models. */
const OWN_TEXTS = 'build/licences';

async function readPackage(folder: string): Promise<PackageJson> {
  return JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8')) as PackageJson;
}

async function textsIn(folder: string): Promise<string> {
  const names = (await readdir(folder)).filter((name) => /^(licen[cs]e|copying|notice)/i.test(name)).sort();
  const texts = await Promise.all(names.map((name) => readFile(path.join(folder, name), 'utf8')));
  return texts.join('\n').trim();
}

/** The text that a package ships, or the one that we keep for it; the Apache licence is our own, and stands there once. */
async function textOf(root: string, folder: string, { name, license }: PackageJson): Promise<string> {
  const shipped = await textsIn(folder);
  if (shipped) return shipped;
  const kept = path.join(root, OWN_TEXTS, `${name.replace('/', '__')}.txt`);
  const text = await readFile(kept, 'utf8').catch(() => '');
  if (text.trim()) return text.trim();
  if (license === 'Apache-2.0') return 'Its licence is the Apache License 2.0, which stands above.';
  throw new Error(`${name} (${license}) brings no licence text: put one into ${path.relative(root, kept)}`);
}

/**
 * Every package whose code or data is in the extension, transitively, with its licence text.
 * @throws Error if one names no licence, or no text of it is to be had.
 */
export async function shippedPackages(root: string): Promise<Map<string, string>> {
  const own = await readPackage(root);
  const waiting = [...Object.keys(own.dependencies ?? {}), ...SHIPPED_DEV_DEPENDENCIES];
  const seen = new Map<string, string>();
  for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
    if (seen.has(name) || name.startsWith('@types/')) continue;
    const folder = path.join(root, 'node_modules', name);
    const pkg = await readPackage(folder);
    if (!pkg.license) throw new Error(`${name} names no licence; it cannot be shipped`);
    seen.set(name, `${pkg.name} ${pkg.version} (${pkg.license})\n\n${await textOf(root, folder, pkg)}`);
    waiting.push(...Object.keys(pkg.dependencies ?? {}));
  }
  return seen;
}

/**
 * FakeFilter's own licence, what is to be said of its models, and the texts of all packages in it and of what is inside their WebAssembly.
 * @throws as {@link shippedPackages} and {@link insideTexts}.
 */
export async function licencesText(root: string): Promise<string> {
  const packages = await shippedPackages(root);
  const ruler = `\n\n${'-'.repeat(80)}\n\n`;
  return [
    `FakeFilter is licensed under the Apache License 2.0:\n\n${await readFile(path.join(root, 'LICENSE'), 'utf8')}`,
    (await readFile(path.join(root, OWN_TEXTS, 'models.txt'), 'utf8')).trim(),
    'FakeFilter contains the following packages.',
    ...[...packages.keys()].sort().map((name) => packages.get(name)),
    ...(await insideTexts(root)).map((text) => text.trim()),
  ].join(ruler);
}

/** The packages that these modules of a bundle are of. @param modules their paths. */
export function packagesOf(modules: Iterable<string>): Set<string> {
  const names = [...modules].flatMap((id) => {
    const inside = /.*[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)[\\/]/.exec(id)?.[1];
    return inside === undefined ? [] : [inside.replaceAll('\\', '/')];
  });
  return new Set(names);
}
