import * as v from 'valibot';

/** What a file's Content Credentials (C2PA) declare of it, and whether they still belong to it. Never part of a verdict. */

const text = v.pipe(v.string(), v.maxLength(500));

export const CredentialsSchema = v.object({
  /**
   * `intact`: the signature is right and the file is the one that was signed. `altered`: one of them is not so.
   * `remote`: the file only names an address where its credentials lie. `unreadable`: there is something that is none.
   */
  status: v.picklist(['intact', 'altered', 'remote', 'unreadable']),
  /** Where they lie elsewhere; it is named and never opened. */
  remoteUrl: v.optional(v.pipe(v.string(), v.maxLength(2000))),
  /** Codes of the C2PA specification for what is wrong. */
  problems: v.pipe(v.array(text), v.maxLength(50)),
  /** Who signed, by the certificate; empty where it does not say. */
  signer: text,
  /** When, as it says, ISO 8601; empty where it does not. */
  signedAt: text,
  /** What made the credentials: a program or a device. */
  generator: text,
  /** What is declared of AI and cameras; `nothing` where nothing is. */
  origin: v.picklist(['generated', 'partlyGenerated', 'captured', 'nothing']),
  /** What was done, by the specification's codes: `c2pa.created`, `c2pa.edited`; each once, in order. */
  actions: v.pipe(v.array(text), v.maxLength(50)),
  /** Other works that it was made from. */
  ingredients: v.pipe(v.number(), v.integer(), v.minValue(0)),
});
export type Credentials = v.InferOutput<typeof CredentialsSchema>;
