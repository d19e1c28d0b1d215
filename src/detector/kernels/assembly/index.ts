/**
 * Kernels of the detector's network, in AssemblyScript. They work on the memory of tfjs's WebAssembly backend, which they import, and have
 * none of their own. All tensors are of single precision, all addresses in bytes.
 */
export { depthwise } from './depthwise';
export { gather } from './gather';
export { product } from './product';
