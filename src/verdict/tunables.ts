/**
 * Every number of the verdict that could have been another one, in one place. Thresholds on probability are not here:
 * they belong to the weights and come with them (models/detector/calibration.json).
 * "First choice" marks a number that was reasoned, not measured; benchmarks may replace it.
 */
export const TUNABLES = {
  /** Usable frames after which a video is done in any case. DESIGN: 8–16 usable faces at about one frame a second. */
  framesWanted: 16,
  /** Usable frames before a decided video may stop early. */
  framesToDecide: 8,
  /** Fewer frames of a face than this give no verdict. First choice: half of `framesToDecide`. */
  framesMinimum: 4,
  /** Frames seen without any face after which the video has none to judge. */
  framesWithoutFace: 16,
  /** Frames looked at, with or without a face, after which a video is done. First choice: one frame in three has a face. */
  framesSeenLimit: 48,

  /** Longer side in native px below which a face is not judged at all. First choice: a quarter of the network's input. */
  faceSideIgnored: 32,
  /** Longer side in native px below which faces give no verdict: half of the network's 128 px input, and a little more than the least in training (56 px). */
  faceSideMinimum: 64,
  /** Longer side in native px from which a frame has full weight; smaller faces weigh in proportion. First choice: the input size. */
  faceSideFullWeight: 128,

  /** Weight of a frame with a blurred or noisy face, of what it would weigh otherwise. First choice: it may not outvote a good one. */
  poorWeight: 0.1,

  /** One frame's log-odds are cut to ±this, so that no single frame decides a video. First choice: 98 %. */
  logOddsLimit: 4,
  /** Share of an average frame that is trimmed from either end before the mean. First choice. */
  trimmedFrames: 0.5,
  /** To stop early the log-odds must lie this far beyond the threshold, since looking again and again finds chance hits. First choice. */
  earlyStopMargin: 0.5,

  /** Frames contradict one another if at least this share of them lies on either side of ±`contradictionLogOdds`. First choice. */
  contradictionShare: 0.25,
  /** First choice: frames 90 % sure. */
  contradictionLogOdds: 2.2,
  /** Share of a face's frames that may be unfamiliar (distance above 1). First choice: most frames must be familiar. */
  unfamiliarShare: 0.5,

  /** A face is the same as before if the boxes overlap (intersection over union) at least so much … First choice. */
  trackOverlap: 0.3,
  /** … or their centres are at most this many face sides apart … First choice: heads sway by less in a second. */
  trackDistance: 0.6,
  /** … and their sizes differ by at most this factor … First choice. */
  trackSizeRatio: 1.6,
  /** … and it was seen within this time, in ms of the medium. First choice: five frames at one a second. */
  trackGapMs: 5000,
  /** After a longer time only a face in the very same place is the same: a steady shot, looked at now and then. First choice. */
  trackOverlapAfterGap: 0.5,

  /** Points of a face's timeline that are kept. */
  timelinePoints: 64,
  /** Faces followed in one video; what comes later is still counted as a frame with a face. */
  tracks: 24,
} as const;
