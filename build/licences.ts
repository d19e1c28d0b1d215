import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';

interface PackageJson {
  name: string;
  version: string;
  license?: string;
  dependencies?: Record<string, string>;
}

/** Dev-dependencies of which a file ships: the face detector's model. */
const SHIPPED_DEV_DEPENDENCIES = ['@mediapipe/face_detection'];

async function readPackage(folder: string): Promise<PackageJson> {
  return JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8')) as PackageJson;
}

async function licenceOf(folder: string): Promise<string> {
  const names = (await readdir(folder)).filter((name) => /^(licen[cs]e|copying|notice)/i.test(name));
  const texts = await Promise.all(names.map((name) => readFile(path.join(folder, name), 'utf8')));
  return texts.join('\n').trim();
}

/**
 * The licence texts of every package whose code or data is in the extension, transitively, as one text.
 * @throws Error if a shipped package names no licence at all.
 */
export async function licencesText(root: string): Promise<string> {
  const own = await readPackage(root);
  const waiting = [...Object.keys(own.dependencies ?? {}), ...SHIPPED_DEV_DEPENDENCIES];
  const seen = new Map<string, string>();
  const apache = await readFile(path.join(root, 'LICENSE'), 'utf8');
  for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
    if (seen.has(name) || name.startsWith('@types/')) continue;
    const folder = path.join(root, 'node_modules', name);
    const pkg = await readPackage(folder);
    if (!pkg.license) throw new Error(`${name} names no licence; it cannot be shipped`);
    // Packages that ship no text of the Apache licence are covered by ours, which is the same.
    const text =
      (await licenceOf(folder)) || (pkg.license === 'Apache-2.0' ? apache : `Licence: ${pkg.license}`);
    seen.set(name, `${pkg.name} ${pkg.version} (${pkg.license})\n\n${text}`);
    waiting.push(...Object.keys(pkg.dependencies ?? {}));
  }
  const ruler = `\n\n${'-'.repeat(80)}\n\n`;
  return [
    'FakeFilter contains the following packages.',
    ...[...seen.keys()].sort().map((name) => seen.get(name)),
  ].join(ruler);
}
