/** A model file is missing, damaged or not the one that was released. The text is for the developer's console. */
export class ModelFilesError extends Error {
  override readonly name = 'ModelFilesError';
}
