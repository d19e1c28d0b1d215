import { spawnSync } from 'node:child_process';
import { root } from '../lib/build.ts';
import { InputError } from '../lib/command-line/input-error.ts';
import { read, type Files } from './archive.ts';

function git(...args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync('git', args, { cwd: root, encoding: 'utf8' });
  if (error ?? status !== 0)
    throw new InputError(
      `The source archive is made of what git tracks, but git failed: ${error?.message ?? stderr}`,
    );
  return stdout;
}

/** Tracked files that differ from the last commit: a reviewer would get what no commit holds. */
export function uncommitted(): string[] {
  return git('status', '--porcelain', '--untracked-files=no')
    .split('\n')
    .filter((line) => line !== '');
}

/** All that is needed to build and test: every file that git tracks, as it lies here. */
export function sourceFiles(): Promise<Files> {
  return read(
    root,
    git('ls-files', '-z')
      .split('\0')
      .filter((name) => name !== ''),
  );
}
