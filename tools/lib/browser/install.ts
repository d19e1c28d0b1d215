import { spawnSync } from 'node:child_process';
import { access, constants, readFile } from 'node:fs/promises';

/** Finding and installing the programs that the browser tests need. */

export async function isExecutable(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

async function isDebian(): Promise<boolean> {
  try {
    return /^ID(?:_LIKE)?=.*\b(?:debian|ubuntu)\b/m.test(await readFile('/etc/os-release', 'utf8'));
  } catch {
    return false; // no such file: not a Linux distribution of that kind
  }
}

/** @returns why it failed; empty if it did not. */
export function attempt(command: string, args: readonly string[]): string {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  // Progress goes to stderr, since stdout may carry results that another program reads.
  const result = spawnSync(command, args, { env, stdio: ['ignore', 2, 2] });
  if (result.error) return `${command}: ${result.error.message}`;
  return result.status === 0 ? '' : `"${command} ${args.join(' ')}" ended with status ${result.status}`;
}

/** Whether this is root on a distribution with Debian's packages. */
export async function mayInstallPackages(): Promise<boolean> {
  return process.getuid?.() === 0 && (await isDebian());
}

/** @returns why it failed; empty if it did not. */
export function installPackages(names: readonly string[]): string {
  return attempt('apt-get', ['update', '-q']) || attempt('apt-get', ['install', '-y', '-q', ...names]);
}
