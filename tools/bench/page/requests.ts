import type { Pairs } from '../ratios.ts';

/** What the program asks of its page. */
export interface BenchRequest {
  pairs: number;
  batches: number[];
  /** Multiply-accumulates of the network for one picture. */
  multiplyAccumulates: number;
}

/** Reachable from outside as `bench`. The page's file is the ONNX model. */
export interface BenchPage {
  measure(request: BenchRequest): Promise<Pairs[]>;
}
