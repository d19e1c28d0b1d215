import * as v from 'valibot';
import type { Credentials } from './credentials.ts';

/** As much of a manifest store, as the reader gives it, as is shown. Whoever made the file wrote it: nothing is trusted. */
const text = v.fallback(v.nullish(v.string()), null);
const list = <S extends v.GenericSchema>(item: S) => v.fallback(v.nullish(v.array(item)), null);

const ActionSchema = v.object({ action: text, digitalSourceType: text });
const ManifestSchema = v.object({
  claim_generator: text,
  claim_generator_info: list(v.object({ name: text, version: text })),
  signature_info: v.fallback(v.nullish(v.object({ issuer: text, common_name: text, time: text })), null),
  assertions: list(v.object({ label: v.string(), data: v.unknown() })),
  ingredients: list(v.unknown()),
});
const ActionsSchema = v.object({ actions: v.array(ActionSchema) });
const StatusSchema = list(v.object({ code: v.string() }));
const StoreSchema = v.object({
  active_manifest: text,
  manifests: v.record(v.string(), ManifestSchema),
  validation_state: text,
  validation_results: v.fallback(
    v.nullish(v.object({ activeManifest: v.nullish(v.object({ failure: StatusSchema })) })),
    null,
  ),
});
type Manifest = v.InferOutput<typeof ManifestSchema>;

/** Last parts of the IPTC's names for kinds of digital sources. */
const GENERATED = ['trainedAlgorithmicMedia'];
const PARTLY_GENERATED = ['compositeWithTrainedAlgorithmicMedia', 'compositeSynthetic'];
const CAPTURED = ['digitalCapture', 'computationalCapture'];

/** Said where a signer is on no list of trusted ones; none is held against, so that it says nothing. */
const NOT_ON_A_LIST = 'signingCredential.untrusted';
const LONGEST = 300;
const MOST = 50;

function short(words: string | null | undefined): string {
  return (words ?? '').slice(0, LONGEST);
}

function actionsOf(manifest: Manifest): { action: string; source: string }[] {
  return (manifest.assertions ?? [])
    .filter(({ label }) => /^c2pa\.actions(\.v\d+)?(__\d+)?$/.test(label))
    .flatMap(({ data }) => {
      const parsed = v.safeParse(ActionsSchema, data);
      return parsed.success ? parsed.output.actions : [];
    })
    .map(({ action, digitalSourceType }) => ({
      action: short(action),
      source: (digitalSourceType ?? '').replace(/^.*\//, ''),
    }));
}

function originOf(active: Manifest, earlier: readonly Manifest[]): Credentials['origin'] {
  const own = actionsOf(active).map(({ source }) => source);
  const before = earlier.flatMap(actionsOf).map(({ source }) => source);
  if (own.some((source) => GENERATED.includes(source))) return 'generated';
  if ([...own, ...before].some((source) => [...PARTLY_GENERATED, ...GENERATED].includes(source))) {
    return 'partlyGenerated';
  }
  return [...own, ...before].some((source) => CAPTURED.includes(source)) ? 'captured' : 'nothing';
}

function generatorOf({ claim_generator_info: info, claim_generator: old }: Manifest): string {
  const [first] = info ?? [];
  if (!first?.name) return short(old);
  return short(first.version ? `${first.name} ${first.version}` : first.name);
}

/** What is shown of a manifest store. @param store as the reader gives it; `unreadable` if it is none. */
export function credentialsFrom(store: unknown): Credentials {
  const parsed = v.safeParse(StoreSchema, store);
  const {
    manifests,
    active_manifest: label,
    validation_state: state,
    validation_results: results,
  } = parsed.success
    ? parsed.output
    : { manifests: {}, active_manifest: null, validation_state: null, validation_results: null };
  const active = label === null || label === undefined ? undefined : manifests[label];
  if (!active) return withoutManifest('unreadable');
  const earlier = Object.entries(manifests).flatMap(([name, one]) => (name === label ? [] : [one]));
  const problems = (results?.activeManifest?.failure ?? [])
    .map(({ code }) => short(code))
    .filter((code) => code !== NOT_ON_A_LIST);
  const { signature_info: signature } = active;
  return {
    status: state !== 'Invalid' && problems.length === 0 ? 'intact' : 'altered',
    problems: [...new Set(problems)].slice(0, MOST),
    signer: short([signature?.common_name, signature?.issuer].filter(Boolean).join(', ')),
    signedAt: short(signature?.time),
    generator: generatorOf(active),
    origin: originOf(active, earlier),
    actions: [...new Set(actionsOf(active).map(({ action }) => action))].filter(Boolean).slice(0, MOST),
    ingredients: active.ingredients?.length ?? 0,
  };
}

/** Credentials that lie elsewhere, or that cannot be read. */
export function withoutManifest(status: 'remote' | 'unreadable', remoteUrl?: string): Credentials {
  return {
    status,
    ...(remoteUrl === undefined ? {} : { remoteUrl: remoteUrl.slice(0, 2000) }),
    problems: [],
    signer: '',
    signedAt: '',
    generator: '',
    origin: 'nothing',
    actions: [],
    ingredients: 0,
  };
}
