import { createHash } from 'node:crypto';
import { cp, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build, distOf, root } from '../lib/build.ts';
import { readOptions } from '../lib/command-line/options.ts';
import { runProgram } from '../lib/command-line/program.ts';
import { archive, filesIn, type Files } from './archive.ts';
import { listings } from './listing.ts';
import { sourceFiles, uncommitted } from './source.ts';

/**
 * The command line `npm run package`: in `dist/store`, the extension as each store takes it, the source for its reviewers and the texts
 * of its listing. The same commit gives the same bytes.
 */

const HELP = `npm run package

Builds the extension for Chrome and Firefox and puts into dist/store
  fakefilter-chrome-VERSION.zip, fakefilter-firefox-VERSION.zip, fakefilter-source-VERSION.zip
  SHA256SUMS
  listing/LANGUAGE.md, permissions.md, privacy.md, review.md
Pictures for the stores: npm run store-pictures`;

const OUT = path.join(root, 'dist/store');
const TEXTS = path.join(root, 'docs/store');

/** A larger one is a nuisance to download and to review; the stores take much more. */
const LIMIT_MIB = 25;

async function writeArchive(name: string, files: Files): Promise<string> {
  const bytes = archive(files);
  const mib = bytes.length / 2 ** 20;
  console.log(`${mib.toFixed(2).padStart(6)} MiB  ${name} (${files.size} files)`);
  if (mib > LIMIT_MIB) throw new Error(`${name} weighs ${mib.toFixed(1)} MiB; the limit is ${LIMIT_MIB} MiB`);
  await writeFile(path.join(OUT, name), bytes);
  return `${createHash('sha256').update(bytes).digest('hex')}  ${name}`;
}

async function writeListings(): Promise<void> {
  const { listings: complete, untranslated } = await listings(distOf('product'), path.join(TEXTS, 'listing'));
  await mkdir(path.join(OUT, 'listing'));
  for (const { language, name, summary, description } of complete) {
    await writeFile(
      path.join(OUT, 'listing', `${language}.md`),
      `# ${name}\n\n${summary}\n\n${description}\n`,
    );
  }
  for (const file of ['permissions.md', 'privacy.md', 'review.md'])
    await cp(path.join(TEXTS, file), path.join(OUT, file));
  console.log(`Listing: ${complete.map(({ language }) => language).join(', ')}`);
  if (untranslated.length > 0)
    console.log(`Without a description of their own in docs/store/listing: ${untranslated.join(', ')}`);
}

async function pack(): Promise<number> {
  const { version } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as {
    version: string;
  };
  const changed = uncommitted();
  if (changed.length > 0)
    console.warn(`Not committed, and in the archives all the same:\n${changed.join('\n')}`);
  // Anew, so that nothing is in them that a former build left.
  build('product');
  build('firefox');
  // Pictures stay: they are made by a command of their own.
  for (const name of await readdir(OUT).catch(() => []))
    if (name !== 'pictures') await rm(path.join(OUT, name), { recursive: true });
  await mkdir(OUT, { recursive: true });
  const sums = [
    await writeArchive(`fakefilter-chrome-${version}.zip`, await filesIn(distOf('product'))),
    await writeArchive(`fakefilter-firefox-${version}.zip`, await filesIn(distOf('firefox'))),
    await writeArchive(`fakefilter-source-${version}.zip`, await sourceFiles()),
  ];
  await writeFile(path.join(OUT, 'SHA256SUMS'), `${sums.join('\n')}\n`);
  await writeListings();
  return 0;
}

await runProgram(HELP, 'Start it again.', () => {
  readOptions({ options: {} });
  return pack();
});
