import { CodedError } from '../contracts/coded-error.ts';

/** A model file is missing, damaged or not the one that was released. The text is for the developer's console. */
export class ModelFilesError extends CodedError {
  override readonly name = 'ModelFilesError';
  constructor(message: string, options?: ErrorOptions) {
    super({ code: 'noModel' }, { ...options, message });
  }
}
