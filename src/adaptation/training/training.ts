import * as tf from '@tensorflow/tfjs-core';
import { CUT_VALUES } from '../../detector/cut.ts';
import { Random } from '../random.ts';
import { drawnGrain, type Grain } from '../look/grain.ts';
import { cappedFakeRate, classWeights, smoothedFakeRate } from './label-shift.ts';
import { siteLoss, sourceLoss, type DomainTensors, type Faces, type Stage } from './objective.ts';
import { valuesOf, type Ranges, type Values } from '../samples/quantise.ts';
import { ofKind, type ReplayFace } from '../samples/replay.ts';
import { annealedRate, reversalWeight } from './schedule.ts';
import { forward, scaleOf } from './site-network.ts';
import { TRAINING, WEIGHTS } from '../tunables.ts';
import { TRAINABLE, WEIGHT_NAMES, WEIGHT_VALUES, byName, sizeOf, type WeightName } from './weights.ts';

/** Quantised values at the cut, one face each. */
export type Cut = Uint8Array;

interface SourceFace extends ReplayFace {
  /** The same face as the site would show it (`transfer.ts`). */
  shown: Values;
  /** Logit, by the network as it was installed, of the face as it is: what must not be forgotten, and what is to be said under the site's look. */
  teacherLogit: number;
}

/** What is trained on; nothing of what the guard holds out. */
export interface TrainingData {
  ranges: Ranges;
  source: SourceFace[];
  /** The site's share of manipulated faces, 0…1, where it can be told from what its faces are on average; null: estimated from what is called so. */
  fakeRate: number | null;
  /** Added to shown faces, drawn anew every step; null: none. */
  grain: Grain | null;
  site: Cut[];
}

export interface TrainingOptions {
  weights: Record<keyof typeof WEIGHTS, number>;
  steps: number;
  /**
   * Faces of each kind in a step. Those of the source are spread over its slices (`TRAINING.sourceParts`): pairs in multiples of these, faces of both classes in
   * multiples of twice as many.
   */
  batch: Record<keyof typeof TRAINING.batch, number>;
  /** Every draw is a function of this and the step alone. */
  seed: number;
}

export const DEFAULT_TRAINING: TrainingOptions = {
  weights: WEIGHTS,
  steps: TRAINING.steps,
  batch: TRAINING.batch,
  seed: 1,
};

/** Where a round stands: enough to go on exactly from there. */
export interface Checkpoint {
  step: number;
  /** Trained weights, the domain classifier's, and the optimiser's two moments of both, one after the other. */
  values: Float32Array;
  fakeRate: number | null;
}

/** How the trainer shares its thread. */
export interface Pace {
  signal: AbortSignal;
  /** Awaited after every slice of work: resolves when nobody else needs the network. Rejections end the round. */
  yieldToEngine: () => Promise<void>;
  /** @param done 0…1 */
  onProgress?: (done: number) => void;
  onCheckpoint?: (checkpoint: Checkpoint) => Promise<void>;
}

const DOMAIN = {
  hiddenKernel: TRAINABLE.hiddenKernel,
  hiddenBias: TRAINABLE.hiddenBias,
  logitKernel: TRAINABLE.logitKernel,
  logitBias: TRAINABLE.logitBias,
} as const satisfies Record<keyof DomainTensors, readonly number[]>;
type DomainName = keyof typeof DOMAIN;
const DOMAIN_NAMES = Object.keys(DOMAIN).filter((name): name is DomainName => name in DOMAIN);
const DOMAIN_VALUES = DOMAIN_NAMES.reduce((sum, name) => sum + sizeOf(DOMAIN[name]), 0);
const ALL_VALUES = WEIGHT_VALUES + DOMAIN_VALUES;

/** Adam's (Kingma & Ba 2015) usual constants. */
const ADAM = { beta1: 0.9, beta2: 0.999, epsilon: 1e-7 } as const;

/** Of one weight: its value and the optimiser's moments, on the active backend. */
interface Trained {
  value: tf.Variable;
  first: tf.Variable;
  second: tf.Variable;
  shape: readonly number[];
  rate: number;
}

let trainers = 0;

/**
 * Domain-adversarial training of a site's top, a slice at a time. Errors of the backend come out; nothing outside is changed.
 * @returns the trained weights and the last estimate of the site's share of manipulated faces.
 * @throws the signal's reason once it is aborted; RangeError if a part of the data is missing.
 */
export async function train(
  data: TrainingData,
  initial: Float32Array,
  options: TrainingOptions,
  pace: Pace,
  from?: Checkpoint,
): Promise<{ weights: Float32Array; fakeRate: number | null; steps: number }> {
  for (const name of ['source', 'site'] as const) {
    if (data[name].length === 0) throw new RangeError(`There is nothing to train on: no ${name}`);
  }
  const trainer = new Trainer(data, initial, options, from);
  try {
    return await trainer.run(pace);
  } finally {
    trainer.dispose();
  }
}

class Trainer {
  readonly #data: TrainingData;
  readonly #options: TrainingOptions;
  readonly #trained = new Map<WeightName | `domain/${DomainName}`, Trained>();
  readonly #genuine: SourceFace[];
  readonly #manipulated: SourceFace[];
  readonly #bases: SourceFace[];
  readonly #blends: SourceFace[];
  /** `[directions, CUT_VALUES]` */
  readonly #grain: tf.Tensor2D | null;
  #step: number;
  #fakeRate: number | null;

  constructor(
    data: TrainingData,
    initial: Float32Array,
    options: TrainingOptions,
    from: Checkpoint | undefined,
  ) {
    this.#data = data;
    this.#options = options;
    this.#genuine = ofKind(data.source, false, false);
    this.#manipulated = ofKind(data.source, true, false);
    this.#bases = ofKind(data.source, false, true);
    this.#blends = ofKind(data.source, true, true);
    if ([this.#genuine, this.#manipulated, this.#bases, this.#blends].some(({ length }) => length === 0)) {
      throw new RangeError('The source must have faces of both classes, and self-blends with their bases');
    }
    this.#step = from?.step ?? 0;
    this.#fakeRate = from?.fakeRate ?? null;
    this.#create(from?.values ?? this.#start(initial));
    const { grain } = data;
    this.#grain = grain && tf.tensor2d(grain.directions, [grain.spread.length, CUT_VALUES]);
  }

  async run({ signal, yieldToEngine, onProgress, onCheckpoint }: Pace) {
    const { steps } = this.#options;
    signal.throwIfAborted();
    while (this.#step < steps) {
      if (this.#step % TRAINING.rateEvery === 0) {
        const { fakeRate } = this.#data;
        this.#fakeRate =
          fakeRate === null ? await this.#estimate(() => pause(signal, yieldToEngine)) : cappedFakeRate(fakeRate);
      }
      const gradients = new Map<string, tf.Tensor>();
      try {
        for (const slice of this.#slices()) {
          this.#collect(slice, gradients);
          await pause(signal, yieldToEngine);
        }
        this.#apply(gradients);
      } finally {
        for (const gradient of gradients.values()) gradient.dispose();
      }
      this.#step++;
      onProgress?.(this.#step / steps);
      // GPU backends queue work without an end; reading one number waits for it.
      await this.#trained.get('logitBias')?.value.data();
      if (onCheckpoint && this.#step % TRAINING.checkpointEvery === 0 && this.#step < steps) {
        await onCheckpoint({ step: this.#step, values: await this.#values(), fakeRate: this.#fakeRate });
      }
      await pause(signal, yieldToEngine);
    }
    const values = await this.#values();
    return { weights: values.slice(0, WEIGHT_VALUES), fakeRate: this.#fakeRate, steps: this.#step };
  }

  dispose(): void {
    for (const { value, first, second } of this.#trained.values()) {
      for (const variable of [value, first, second]) variable.dispose();
    }
    this.#trained.clear();
    this.#grain?.dispose();
  }

  /** The first values: the weights given, a domain classifier drawn anew (He et al. 2015), no moments. */
  #start(initial: Float32Array): Float32Array {
    if (initial.length !== WEIGHT_VALUES) throw new RangeError('The weights are of another format');
    const values = new Float32Array(3 * ALL_VALUES);
    values.set(initial);
    const random = new Random(this.#options.seed * 7919 + 3);
    let at = WEIGHT_VALUES;
    for (const name of DOMAIN_NAMES) {
      const [inputs = 1] = DOMAIN[name];
      const size = sizeOf(DOMAIN[name]);
      if (name.endsWith('Kernel')) {
        for (let i = 0; i < size; i++) values[at + i] = random.normal(Math.sqrt(2 / inputs));
      }
      at += size;
    }
    return values;
  }

  #create(values: Float32Array): void {
    if (values.length !== 3 * ALL_VALUES) throw new RangeError('The checkpoint is of another format');
    const id = ++trainers;
    let at = 0;
    const add = (key: WeightName | `domain/${DomainName}`, shape: readonly number[], rate: number) => {
      const size = sizeOf(shape);
      const variable = (part: number) => {
        const from = part * ALL_VALUES + at;
        const first = tf.tensor(values.slice(from, from + size), [...shape]);
        const made = tf.variable(first, true, `trainer${id}/${key}/${part}`);
        // The variable shares its data and counts as a user of its own.
        first.dispose();
        return made;
      };
      this.#trained.set(key, { value: variable(0), first: variable(1), second: variable(2), shape, rate });
      at += size;
    };
    for (const name of WEIGHT_NAMES) add(name, TRAINABLE[name], TRAINING.rate);
    for (const name of DOMAIN_NAMES) add(`domain/${name}`, DOMAIN[name], TRAINING.domainRate);
  }

  /** Everything, in the order of {@link Checkpoint}. */
  async #values(): Promise<Float32Array> {
    const values = new Float32Array(3 * ALL_VALUES);
    let at = 0;
    for (const { value, first, second, shape } of this.#trained.values()) {
      for (const [part, variable] of [value, first, second].entries()) {
        values.set(await variable.data<'float32'>(), part * ALL_VALUES + at);
      }
      at += sizeOf(shape);
    }
    return values;
  }

  #tensor(key: WeightName | `domain/${DomainName}`): tf.Variable {
    const trained = this.#trained.get(key);
    if (!trained) throw new Error(`There is no weight ${key}`);
    return trained.value;
  }

  #top() {
    return byName((name) => this.#tensor(name));
  }

  #domain(): DomainTensors {
    const of = (name: DomainName) => this.#tensor(`domain/${name}`);
    return {
      hiddenKernel: of('hiddenKernel'),
      hiddenBias: of('hiddenBias'),
      logitKernel: of('logitKernel'),
      logitBias: of('logitBias'),
    };
  }

  #faces(faces: readonly Values[]): Faces {
    return tf.tensor2d(valuesOf(faces, this.#data.ranges), [faces.length, CUT_VALUES]);
  }

  /** @param drawn of the first faces, how far their grain is along each direction; null: none has any. */
  #grainy(faces: Faces, drawn: Float32Array | null): Faces {
    if (!this.#grain || !drawn) return faces;
    const [directions] = this.#grain.shape;
    const along = tf.tensor2d(drawn, [drawn.length / directions, directions]);
    const others = faces.shape[0] - along.shape[0];
    return tf.add(
      faces,
      tf.pad(tf.matMul(along, this.#grain), [
        [0, others],
        [0, 0],
      ]),
    );
  }

  /** The losses of one step. */
  *#slices(): Generator<() => tf.Scalar> {
    const { weights, steps, seed, batch } = this.#options;
    const progress = this.#step / steps;
    const random = new Random(seed * 1_000_003 + this.#step);
    const stage: Omit<Stage, 'scale'> = {
      weights,
      reversal: reversalWeight(progress, 1),
      classes: this.#fakeRate === null ? { genuine: 1, manipulated: 1 } : classWeights(this.#fakeRate),
    };
    // In parts, each with as many of every kind: all at once would hold the thread for twice as long.
    for (let part = 0; part < TRAINING.sourceParts; part++) {
      const of = (list: readonly SourceFace[], count: number) => draw(list, count / TRAINING.sourceParts, random);
      const shown = [
        ...of(this.#genuine, batch.shown / 2),
        ...of(this.#manipulated, batch.shown / 2),
        ...of(this.#bases, batch.sourcePairs),
        ...of(this.#blends, batch.sourcePairs),
      ];
      const asTheyAre = [
        ...of(this.#genuine, batch.asTheyAre / 2),
        ...of(this.#manipulated, batch.asTheyAre / 2),
        ...of(this.#bases, batch.pairsAsTheyAre),
        ...of(this.#blends, batch.pairsAsTheyAre),
      ];
      const source = [...shown, ...asTheyAre];
      const cuts = [...shown.map(({ shown }) => shown), ...asTheyAre.map(({ cut }) => cut)];
      const { grain } = this.#data;
      const drawn = grain && drawnGrain(grain, shown.length, random);
      yield () => {
        const loss = sourceLoss(
          this.#top(),
          this.#domain(),
          this.#grainy(this.#faces(cuts), drawn),
          {
            labels: tf.tensor1d(source.map(({ manipulated }) => Number(manipulated))),
            // What a self-blend is was made up; that of it which the installed network sees is to be seen still.
            labelled: tf.tensor1d(source.map(({ pair }) => Number(!pair))),
            teacherLogits: tf.tensor1d(source.map(({ teacherLogit }) => teacherLogit)),
            shown: tf.tensor1d(source.map((_, i) => Number(i < shown.length))),
          },
          { ...stage, scale: scaleOf(this.#data.ranges) },
        );
        return tf.div<tf.Scalar>(loss, TRAINING.sourceParts);
      };
    }
    const site = draw(this.#data.site, batch.site, random);
    yield () =>
      siteLoss(this.#top(), this.#domain(), this.#faces(site), {
        ...stage,
        scale: scaleOf(this.#data.ranges),
      });
  }

  #collect(loss: () => tf.Scalar, into: Map<string, tf.Tensor>): void {
    const variables = [...this.#trained.values()].map(({ value }) => value);
    const { value, grads } = tf.variableGrads(loss, variables);
    value.dispose();
    for (const [name, gradient] of Object.entries(grads)) {
      const sum = into.get(name);
      into.set(name, sum ? tf.add(sum, gradient) : gradient);
      if (sum) {
        sum.dispose();
        gradient.dispose();
      }
    }
  }

  #apply(gradients: Map<string, tf.Tensor>): void {
    const { beta1, beta2, epsilon } = ADAM;
    const t = this.#step + 1;
    const progress = this.#step / this.#options.steps;
    const correction = Math.sqrt(1 - beta2 ** t) / (1 - beta1 ** t);
    tf.tidy(() => {
      for (const { value, first, second, rate } of this.#trained.values()) {
        const gradient = gradients.get(value.name);
        if (!gradient) continue;
        first.assign(tf.add(tf.mul(first, beta1), tf.mul(gradient, 1 - beta1)));
        second.assign(tf.add(tf.mul(second, beta2), tf.mul(tf.square(gradient), 1 - beta2)));
        const step = annealedRate(progress, rate) * correction;
        value.assign(tf.sub(value, tf.mul(tf.div(first, tf.add(tf.sqrt(second), epsilon)), step)));
      }
    });
  }

  /** See `label-shift.ts`; measured on a draw, since all of it would take as long as many steps. */
  async #estimate(rest: () => Promise<void>): Promise<number> {
    const random = new Random(this.#options.seed * 104_729 + this.#step);
    const share = async (list: readonly Values[]): Promise<number> => {
      const cuts = draw(list, Math.min(TRAINING.rateFaces, list.length), random);
      const logits = tf.tidy(
        () => forward(this.#top(), this.#faces(cuts), scaleOf(this.#data.ranges)).logits,
      );
      const values = await logits.data<'float32'>();
      logits.dispose();
      await rest();
      return values.reduce((sum, logit) => sum + Number(logit > 0), 0) / cuts.length;
    };
    return smoothedFakeRate(this.#fakeRate, {
      site: await share(this.#data.site),
      manipulated: await share(this.#manipulated.map(({ shown }) => shown)),
      genuine: await share(this.#genuine.map(({ shown }) => shown)),
    });
  }
}

async function pause(signal: AbortSignal, yieldToEngine: () => Promise<void>): Promise<void> {
  signal.throwIfAborted();
  await yieldToEngine();
  signal.throwIfAborted();
}

/** `count` entries, all alike likely; repeats are possible. */
function draw<T>(list: readonly T[], count: number, random: Random): T[] {
  return Array.from({ length: count }, () => random.choice(list));
}
