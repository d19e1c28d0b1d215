import { adapt } from './adaptation/adapt.ts';
import { cropsOf } from './crops.ts';
import { cutsOf } from './cuts.ts';
import { base64Of } from './encode.ts';
import { firstSqueezed } from './frames.ts';
import { compareGradients } from './gradients.ts';
import { MeasuringEngine } from './measuring-engine.ts';
import { quantisedLogits } from './quantisation.ts';
import { measureSpeed } from './speed.ts';
import type { CropsAnswer, CutsAnswer, EvaluationPage, ItemAnswer } from './requests.ts';

const engine = new MeasuringEngine();

function files(): File[] {
  const input = document.querySelector<HTMLInputElement>('input[type=file]');
  return [...(input?.files ?? [])];
}

const page: EvaluationPage = {
  start: () => engine.ready(),
  // One after another: bounds the memory, and the measuring engine hears one item at a time.
  async score(items, features) {
    const answers: ItemAnswer[] = [];
    for (const item of items) answers.push(await engine.score(item, files(), features));
    return answers;
  },
  async crop(items, size) {
    const answers: CropsAnswer[] = [];
    for (const item of items) answers.push(await cropsOf(engine, item, files(), size));
    return answers;
  },
  async cuts(items, options) {
    const answers: CutsAnswer[] = [];
    for (const item of items) answers.push(await cutsOf(engine, item, files(), options));
    return answers;
  },
  quantisedLogits: (ranges) => quantisedLogits(engine, files()[0], ranges),
  adapt: (request) => adapt(engine, request, files()),
  speed: () => measureSpeed(engine),
  async squeezed(item) {
    return base64Of(await firstSqueezed(item, files()));
  },
};

Object.assign(globalThis, { evaluation: page, compareGradients });
