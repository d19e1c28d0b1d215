import type { Round } from '../../../src/contracts/round.ts';
import type { TrainingOptions } from '../../../src/adaptation/training/training.ts';
import type { WEIGHTS } from '../../../src/adaptation/tunables.ts';

/** What the evaluation page is asked to adapt, and answers; all of it passes as JSON between Node.js and the browser. */

/** Pictures of each face in the sets of faces, in their order. */
export const PICTURES = { face: 0, mirrored: 1 } as const;
export const PICTURES_OF_A_FACE = Object.keys(PICTURES).length;

/** A set of faces in the page's file input, and which of its faces are meant. */
interface FacesRequest {
  /** Place in the file input. */
  file: number;
  faces: number[];
}

export interface SiteFace {
  /** In the site's set; one face may be given several times. */
  face: number;
  video: string;
  trusted: boolean;
  /** Looked at by the labelled oracle alone. */
  manipulated: boolean;
}

/** What differs from the training that ships. */
export interface Changes {
  weights?: Partial<Record<keyof typeof WEIGHTS, number>>;
  batch?: Partial<TrainingOptions['batch']>;
}

/** How a site is adapted to. */
export type Procedure =
  /** The network as it was installed. */
  | { kind: 'base' }
  /** Its statistics at the cut moved this share, 0…1, towards the site's (as in AdaBN, Li et al. 2017), without training. */
  | { kind: 'statistics'; share: number }
  /**
   * Training alone, on source faces as they are and their labels; the oracle has the site's labels, too.
   * `classWeighted`: the source's classes weigh as the site's estimated shares in the domain loss.
   */
  | { kind: 'training'; changes: Changes; labelled: boolean; classWeighted: boolean }
  /** As shipped: transfer, training, guard. */
  | { kind: 'round'; changes: Changes };

export interface AdaptationRequest {
  procedure: Procedure;
  /** Of the split of the site's videos, and of plain training. */
  seed: number;
  site: { file: number; samples: SiteFace[] };
  tests: FacesRequest[];
}

export interface AdaptationAnswer {
  /** As judged: the mean of each face and its mirror image; one list a test. */
  tests: number[][];
  /** Only of a round. */
  round:
    | ({ committed: boolean } & Pick<
        Round,
        'checks' | 'fakeRate' | 'resemblance' | 'interpolation' | 'distance'
      >)
    | null;
  /** Of the base, and of what a round trained: shares called manipulated (logit above 0) of the replay memory's held-out faces, and the site's logits. */
  called: { genuine: number; manipulated: number; site: number[] } | null;
  seconds: number;
}
