import type { BackendName } from '../../src/contracts/backend.ts';
import * as tf from '@tensorflow/tfjs-core';
import { TfjsBackends } from '../../src/detector/backends.ts';
import { OWN_FILES } from '../../src/offscreen/own-files.ts';
import { LOSSES, gradientsOf, lossProblem, worstDifferences } from './loss-problem.ts';

/** How far a backend's losses and gradients lie from WebAssembly's, over the largest of each tensor; by loss and tensor. */
export type GradientsAnswer = Record<string, Record<string, number>>;

/**
 * For the browser tests alone, once the page's engine has started: only one backend can be switched to at a time.
 * @throws Error if the backend does not start here.
 */
export async function compareGradients(backend: BackendName): Promise<GradientsAnswer> {
  const host = new TfjsBackends(
    { topology: new ArrayBuffer(0), weights: new ArrayBuffer(0) },
    OWN_FILES.tfjs,
    (name, why) => console.warn(`${name} was lost: ${why}`),
  );
  const problem = lossProblem(5, 2, 0.8);
  const answer: GradientsAnswer = {};
  for (const loss of LOSSES) {
    await host.activate('wasm');
    const reference = await gradientsOf(loss, problem);
    await host.activate(backend);
    if (tf.getBackend() !== backend) throw new Error(`${backend} is not in use`);
    const own = await gradientsOf(loss, problem);
    answer[loss] = {
      ...worstDifferences(reference.gradients, own.gradients),
      loss: Math.abs(own.loss - reference.loss) / Math.abs(reference.loss),
    };
  }
  return answer;
}
