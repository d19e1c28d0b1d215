export { jsonLines, textTable } from './lines.ts';
export { summarise, type SummaryOptions } from './summarise.ts';
export type { SetSummary } from './summary.ts';
