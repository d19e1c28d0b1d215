import { InputError } from './input-error.ts';
import { Interrupted } from './interrupt.ts';

import { UsageError } from './usage-error.ts';

/** How the programs of this folder end. */

const WRONG_USE = 64;
const NOTHING_DONE = 2;

/**
 * Runs a program and sets the status it ends with.
 * @param resume what to tell a user who stopped it.
 */
export async function runProgram(help: string, resume: string, work: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await work();
  } catch (error) {
    if (error instanceof UsageError) {
      console.error(`${error.message}\n\n${help}`);
      process.exitCode = WRONG_USE;
    } else if (error instanceof InputError) {
      console.error(error.message);
      process.exitCode = WRONG_USE;
    } else if (error instanceof Interrupted) {
      // The status was set by whoever interrupted.
      console.error(`\nStopped. ${resume}`);
    } else {
      console.error(error instanceof Error ? error.message : String(error));
      process.exitCode = NOTHING_DONE;
    }
  }
}
