import { spawn } from 'node:child_process';
import { root } from '../../tools/lib/build.ts';

interface Ended {
  status: number | null;
  stdout: string;
  stderr: string;
}

/** Runs a program of `tools/` as `npm run` does, and waits for its end. */
export function runTool(name: 'check' | 'crops' | 'evaluate', ...args: string[]): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', 'tsx', `tools/${name}/main.ts`, ...args], {
      cwd: root,
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (part) => (stdout += String(part)));
    child.stderr.on('data', (part) => (stderr += String(part)));
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, stdout, stderr }));
  });
}
