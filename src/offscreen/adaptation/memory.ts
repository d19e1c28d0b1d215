import { CodedError } from '../../contracts/coded-error.ts';
import { basisOf } from '../../adaptation/basis.ts';
import { parseReplay, ReplayError, type Replay } from '../../adaptation/samples/replay.ts';
import { parseTransfer, TransferError, type Transfer } from '../../adaptation/look/transfer.ts';
import { meanOf } from '../../adaptation/vectors.ts';
import { initialWeights } from '../../adaptation/training/weights.ts';
import type { Detector } from '../../detector/detector.ts';
import { verifiedFiles } from '../../detector/verified-files.ts';
import { OWN_FILES } from '../own-files.ts';

/** What every site's learning starts from: the replay memory, how a site would show it, and the top of the network as it was installed. */
export interface Memory {
  replay: Replay;
  transfer: Transfer;
  /** What the values at the cut and their bytes mean now; see `basis.ts`. */
  basis: string;
  original: Float32Array;
  /** Mean face of the replay memory at the cut, as bytes: what `sketch.ts` looks at faces from. */
  centre: Float64Array;
}

/** What learning needs of the engine's models. */
export interface LearningModels {
  readonly modelVersion: string;
  running: () => Promise<{ detector: Pick<Detector, 'cut' | 'calibration' | 'adaptable' | 'topWeights'> }>;
}

/** Of the side branch as it is drawn in the beginning; fixed, so that the same samples lead to the same version. */
const BRANCH_SEED = 20261124;

const FILES = ['replay/replay.json', 'replay/replay.bin', 'replay/transfer.json', 'replay/transfer.bin'];

/** @throws CodedError if the network cannot be adapted; ReplayError, TransferError, ModelFilesError; SelfTestError and others if the engine cannot start. */
export async function readMemory(models: LearningModels): Promise<Memory> {
  const { detector } = await models.running();
  if (!(await detector.adaptable())) throw new CodedError({ code: 'notAdaptable' });
  const [json, bytes, transferJson, transferBytes] = await verifiedFiles(OWN_FILES.models, FILES);
  if (!json || !bytes) throw new ReplayError('The replay memory is missing');
  if (!transferJson || !transferBytes)
    throw new TransferError('The transfer of the replay memory is missing');
  const read = (text: ArrayBuffer): unknown => JSON.parse(new TextDecoder().decode(text));
  const replay = parseReplay(read(json), new Uint8Array(bytes));
  const transfer = parseTransfer(read(transferJson), new Uint8Array(transferBytes));
  const { modelVersion } = detector.calibration;
  if (replay.modelVersion !== modelVersion) {
    throw new ReplayError(`The replay memory is of ${replay.modelVersion}, the network is ${modelVersion}`);
  }
  if (transfer.modelVersion !== modelVersion) {
    throw new TransferError(`The transfer is of ${transfer.modelVersion}, the network is ${modelVersion}`);
  }
  return {
    replay,
    transfer,
    basis: await basisOf(replay),
    centre: meanOf(replay.train.filter(({ pair }) => !pair).map(({ cut }) => cut)),
    original: initialWeights(await detector.topWeights(), BRANCH_SEED),
  };
}
