import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import type { PageCost } from './page-cost.ts';

const CostSchema = v.object({
  task: v.number(),
  script: v.number(),
  frames: v.number(),
  longestTask: v.number(),
  heap: v.number(),
}) satisfies v.GenericSchema<PageCost>;
const PairSchema = v.object({ ours: CostSchema, other: CostSchema });
const FileSchema = v.object({ identity: v.string(), pairs: v.record(v.string(), v.array(PairSchema)) });

export type CostPair = v.InferOutput<typeof PairSchema>;

/** Pairs that an interrupted run has measured, in a file, so that the next one goes on from there. */
export class KeptPairs {
  readonly #file: string;
  readonly #identity: string;
  readonly #pairs: Record<string, CostPair[]>;

  private constructor(file: string, identity: string, pairs: Record<string, CostPair[]>) {
    this.#file = file;
    this.#identity = identity;
    this.#pairs = pairs;
  }

  /** @param identity of what is measured: pairs of anything else are left out. */
  static async open(file: string, identity: string): Promise<KeptPairs> {
    const text = await readFile(file, 'utf8').catch(() => '{}');
    const kept = v.safeParse(v.pipe(v.string(), v.parseJson(), FileSchema), text);
    const usable = kept.success && kept.output.identity === identity;
    return new KeptPairs(file, identity, usable ? kept.output.pairs : {});
  }

  of(name: string): readonly CostPair[] {
    return this.#pairs[name] ?? [];
  }

  async add(name: string, pair: CostPair): Promise<void> {
    (this.#pairs[name] ??= []).push(pair);
    await mkdir(path.dirname(this.#file), { recursive: true });
    await writeFile(this.#file, JSON.stringify({ identity: this.#identity, pairs: this.#pairs }));
  }

  /** The run is over: the next one measures anew. */
  forget(): Promise<void> {
    return rm(this.#file, { force: true });
  }
}
