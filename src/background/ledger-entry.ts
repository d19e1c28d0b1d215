import * as v from 'valibot';
import { LedgerEntrySchema } from '../messages/schemas.ts';

/** What the ledger knows of a video, and the document that it was in. */
export const StoredEntrySchema = v.object({ ...LedgerEntrySchema.entries, documentId: v.string() });
export type StoredEntry = v.InferOutput<typeof StoredEntrySchema>;
