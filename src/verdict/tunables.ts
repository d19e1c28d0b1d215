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
  /** Frames of a scene that came after a verdict: enough for a new face to be judged. */
  framesOfNewScene: 6,
  /** Frames looked at, with or without a face, after which a video is done. First choice: one frame in three has a face. */
  framesSeenLimit: 48,

  /**
   * Frames show the same picture of a face if no cell of `same-picture.ts` under it differs by more, in steps of brightness: more than what coding and
   * grain do to a photograph, less than the frames of a talking head differ by.
   */
  sameWithin: 5,

  /** Longer side in native px below which a face is not judged at all. First choice: a quarter of what has full weight. */
  faceSideIgnored: 32,
  /** Longer side in native px below which faces give no verdict: a little more than the least in training (56 px). */
  faceSideMinimum: 64,
  /** Longer side in native px from which a frame has full weight; smaller faces weigh in proportion. First choice. */
  faceSideFullWeight: 128,

  /** Degrees by which a face may lean to either side: as far as faces in training do. */
  rollLimit: 25,
  /** Degrees by which it may be turned aside; from there on BlazeFace sees half a face. First choice. */
  yawLimit: 60,
  /**
   * Share of its detail below which a face cannot be judged, where the calibration has no limit of its own. It refuses mosaics, few colours, strong blur,
   * enlargement and the strongest JPEG, and hardly a face as cameras and sites deliver them. Mosaics that were compressed after pass now and then.
   */
  minDetail: 0.6,

  /**
   * Strokes of lettering in a row above which words lie over a face: above what faces without words have. Captions of few letters, or in colours close
   * to skin, are missed.
   */
  maxLettering: 3,
  /** Share of a face above which a flat picture covers it: above what faces without one have. */
  maxGraphic: 0.03,

  /** Weight of a frame with a turned, covered, blurred or noisy face, or one of too little detail, of what it would weigh otherwise. First choice: it may not outvote a good one. */
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
  /** High frames in a row that make a stretch … First choice: two; one alone may be a blink or a bad frame. */
  runFrames: 2,
  /** … if they span at least this time, in ms of the medium: closer frames show the same. First choice. */
  runMs: 500,
  /** High frames in a row by which a stretch may be called manipulated by itself: as many as decide a video. */
  framesOfStretch: 8,
  /**
   * What speaks against a stretch is reduced by this much, in log-odds: of several stretches the worst is bad by chance, too
   * (Bonferroni for four of them). First choice.
   */
  stretchPenalty: Math.log(4),
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

  /** Frames kept of a face, and points of its timeline: what is kept first must not be lost in a file of many frames. */
  framesKept: 256,
  /** Faces followed in one video; what comes later is still counted as a frame with a face. */
  tracks: 24,
} as const;
