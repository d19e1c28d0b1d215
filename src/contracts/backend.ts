import * as v from 'valibot';

/** Tensor backends in the order of preference. */
export const BACKENDS = ['webgpu', 'webgl', 'wasm'] as const;
export const BackendSchema = v.picklist(BACKENDS);
export type BackendName = v.InferOutput<typeof BackendSchema>;

/** `auto`: the first that passes its self-test. */
export const BackendPreferenceSchema = v.picklist(['auto', ...BACKENDS]);
export type BackendPreference = v.InferOutput<typeof BackendPreferenceSchema>;
