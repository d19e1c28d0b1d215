import { execFile } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { installPackages, isExecutable, mayInstallPackages } from '../install.ts';

/** Finds a Firefox to run the extension in, and installs one where there is none. */

const run = promisify(execFile);

/** As in the manifest. */
const OLDEST = 153;

/** Firefox without a window has no WebGL, which the face detector needs; the last three draw it without a graphics card. */
const PACKAGES = ['firefox-esr', 'xvfb', 'libgl1', 'libglx-mesa0', 'libgl1-mesa-dri'] as const;

function candidates(): string[] {
  switch (process.platform) {
    case 'darwin':
      return ['/Applications', path.join(os.homedir(), 'Applications')].map((folder) =>
        path.join(folder, 'Firefox.app/Contents/MacOS/firefox'),
      );
    case 'win32':
      return [process.env.ProgramFiles, process.env['ProgramFiles(x86)'], process.env.LOCALAPPDATA].flatMap(
        (root) => (root ? [path.join(root, 'Mozilla Firefox/firefox.exe')] : []),
      );
    default:
      return ['firefox-esr', 'firefox'].flatMap(inPath);
  }
}

function inPath(command: string): string[] {
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => path.join(folder, command));
}

async function firstExecutable(files: readonly string[]): Promise<string | null> {
  for (const file of files) if (await isExecutable(file)) return file;
  return null;
}

async function findFirefox(): Promise<string | null> {
  const named = process.env.FAKEFILTER_FIREFOX;
  if (!named) return firstExecutable(candidates());
  if (await isExecutable(named)) return named;
  throw new Error(`FAKEFILTER_FIREFOX is "${named}", but that is no program. Correct or unset it.`);
}

/** The program that gives Firefox a screen nobody sees; only Linux needs one. */
function findXvfb(): Promise<string | null> {
  return firstExecutable(inPath('Xvfb'));
}

async function majorVersion(file: string): Promise<number | null> {
  // On Windows the program prints nothing.
  if (process.platform === 'win32') return null;
  const { stdout } = await run(file, ['--version']);
  const match = /(\d+)\.\d+/.exec(stdout);
  return match?.[1] ? Number(match[1]) : null;
}

export interface FirefoxPrograms {
  firefox: string;
  /** null where windows open on the screen there is. */
  xvfb: string | null;
}

async function findPrograms(): Promise<FirefoxPrograms | null> {
  const firefox = await findFirefox();
  if (!firefox) return null;
  if (process.platform !== 'linux') return { firefox, xvfb: null };
  const xvfb = await findXvfb();
  return xvfb ? { firefox, xvfb } : null;
}

/**
 * What is needed to run the extension in Firefox; installs it if it is not there.
 * @throws Error saying what was tried and what to do.
 */
export async function firefoxPrograms(): Promise<FirefoxPrograms> {
  let found = await findPrograms();
  if (!found && (await mayInstallPackages())) {
    console.error(`No Firefox, or no screen for it, found: installing ${PACKAGES.join(', ')} …`);
    const failure = installPackages(PACKAGES);
    if (failure) throw new Error(`Firefox could not be installed: ${failure}`);
    found = await findPrograms();
  }
  if (!found) {
    throw new Error(
      `Firefox, or on Linux Xvfb, was not found. Install them (on Debian: ${PACKAGES.join(' ')}), or set FAKEFILTER_FIREFOX to the path of a Firefox.`,
    );
  }
  const version = await majorVersion(found.firefox);
  if (version !== null && version < OLDEST) {
    throw new Error(
      `${found.firefox} is version ${version}; the extension needs ${OLDEST} or newer. Set FAKEFILTER_FIREFOX to a newer one.`,
    );
  }
  return found;
}
