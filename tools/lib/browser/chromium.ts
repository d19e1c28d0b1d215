import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';
import { attempt, installPackages, isExecutable, mayInstallPackages } from './install.ts';

/** Finds a Chromium to run the extension in, and installs one where there is none. */

const run = promisify(execFile);

/** The first release with `runtime.getContexts`, WebCodecs and everything else the manifest asks for. */
const OLDEST = 120;

const LINUX_COMMANDS = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'microsoft-edge',
];

const MAC_APPS = ['Chromium', 'Google Chrome', 'Microsoft Edge'].map(
  (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
);

const WINDOWS_PROGRAMS = [
  'Chromium/Application/chrome.exe',
  'Google/Chrome/Application/chrome.exe',
  'Microsoft/Edge/Application/msedge.exe',
];

function candidates(): string[] {
  switch (process.platform) {
    case 'darwin':
      return [...MAC_APPS, ...MAC_APPS.map((app) => path.join(os.homedir(), app))];
    case 'win32': {
      const roots = [process.env.ProgramFiles, process.env['ProgramFiles(x86)'], process.env.LOCALAPPDATA];
      return roots.flatMap((root) =>
        root ? WINDOWS_PROGRAMS.map((program) => path.join(root, program)) : [],
      );
    }
    default: {
      const folders = (process.env.PATH ?? '').split(path.delimiter).filter((folder) => folder !== '');
      return LINUX_COMMANDS.flatMap((command) => folders.map((folder) => path.join(folder, command)));
    }
  }
}

/**
 * The path of an installed Chromium, Chrome or Edge, or of the one playwright-core has downloaded; null if there is none.
 * `FAKEFILTER_CHROMIUM` names one outright.
 * @throws Error if `FAKEFILTER_CHROMIUM` names no program.
 */
async function findChromium(): Promise<string | null> {
  const named = process.env.FAKEFILTER_CHROMIUM;
  if (named) {
    if (await isExecutable(named)) return named;
    throw new Error(`FAKEFILTER_CHROMIUM is "${named}", but that is no program. Correct or unset it.`);
  }
  for (const file of [...candidates(), chromium.executablePath()]) {
    if (await isExecutable(file)) return file;
  }
  return null;
}

async function install(): Promise<void> {
  const failures: string[] = [];
  if (await mayInstallPackages()) {
    console.error('No Chromium found: installing the package "chromium" …');
    const failure = installPackages(['chromium']);
    if (!failure) return;
    failures.push(failure);
  }
  console.error("No Chromium found: downloading Playwright's build …");
  const cli = path.join(path.dirname(createRequire(import.meta.url).resolve('playwright-core')), 'cli.js');
  const failure = attempt(process.execPath, [cli, 'install', '--no-shell', 'chromium']);
  if (!failure) return;
  failures.push(failure);
  throw new Error(
    `No Chromium found and none could be installed:\n  ${failures.join('\n  ')}\n` +
      'Install Chromium or Chrome, or set FAKEFILTER_CHROMIUM to the path of one.',
  );
}

async function majorVersion(file: string): Promise<number | null> {
  // On Windows the program opens a window instead of printing its version.
  if (process.platform === 'win32') return null;
  const { stdout } = await run(file, ['--version']);
  const match = /(\d+)\.\d+\.\d+/.exec(stdout);
  return match?.[1] ? Number(match[1]) : null;
}

/**
 * The path of a Chromium that can run the extension; installs one if there is none.
 * @throws Error saying what was tried and what to do.
 */
export async function chromiumPath(): Promise<string> {
  let file = await findChromium();
  if (!file) {
    await install();
    file = await findChromium();
  }
  if (!file)
    throw new Error(
      'Chromium was installed but is not where it was expected; set FAKEFILTER_CHROMIUM to its path.',
    );
  const version = await majorVersion(file);
  if (version !== null && version < OLDEST) {
    throw new Error(
      `${file} is version ${version}; the extension needs ${OLDEST} or newer. Set FAKEFILTER_CHROMIUM to a newer one.`,
    );
  }
  return file;
}
