/**
 * All that the code knows of the network in models/. Another network is another folder there and other numbers here; everything else
 * follows, and a model.json that says otherwise is refused when it is loaded.
 */

/** Width and height of the network's input, in px. */
export const INPUT_SIZE = 224;

/** Side of the square that is cut out around a face, as a multiple of the longer side of its box. */
export const CROP_SCALE = 1;

/** Fields of the blend mask along a side. The maps at the cut have as many. */
export const MASK_SIDE = 14;

/** Layers that are put out, by the names that the export gives them. A network may be without a mask. */
export const OUTPUTS = { logit: 'fake_logit', feature: 'feature', mask: 'mask' } as const;

/** Where adaptation cuts the network in two, and what the layers above the cut look like; see `cut.ts`. */
export const CUT = {
  /** Layers that are read besides {@link OUTPUTS}; `hidden` is the fake classifier's. */
  layers: { maps: 'block10_add', pooled: 'pooled', hidden: 'fake_hidden' },
  /** Channels of the maps. */
  channels: 112,
  /** Length of the pooled vector. */
  pooledUnits: 1280,
  /** Length of the feature vector. */
  featureUnits: 128,
  /** Length of the fake classifier's hidden layer. */
  hiddenUnits: 64,
} as const;
