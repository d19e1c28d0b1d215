/** What the compiled kernels offer; `assembly/` says of each what it takes. Addresses are in bytes, activations as the limits they cut at. */
export interface KernelExports {
  product(
    input: number,
    rows: number,
    depth: number,
    weights: number,
    bias: number,
    columns: number,
    low: number,
    high: number,
    output: number,
  ): void;
  gather(
    input: number,
    pictures: number,
    height: number,
    width: number,
    channels: number,
    size: number,
    stride: number,
    top: number,
    left: number,
    outHeight: number,
    outWidth: number,
    depth: number,
    output: number,
  ): void;
  depthwise(
    input: number,
    pictures: number,
    height: number,
    width: number,
    channels: number,
    weights: number,
    bias: number,
    size: number,
    stride: number,
    top: number,
    left: number,
    outHeight: number,
    outWidth: number,
    low: number,
    high: number,
    ring: number,
    output: number,
  ): void;
}

function areKernels(exports: object): exports is KernelExports {
  return ['product', 'gather', 'depthwise'].every((name) => typeof Reflect.get(exports, name) === 'function');
}

/**
 * @param modules compiled kernels, the fastest first; the first that this browser understands is taken.
 * @param memory that they work on.
 * @returns null where it understands none.
 * @throws Error if that one lacks a kernel.
 */
export async function startKernels(
  modules: readonly BufferSource[],
  memory: WebAssembly.Memory,
): Promise<KernelExports | null> {
  const module = modules.find((bytes) => WebAssembly.validate(bytes));
  if (!module) return null;
  const { instance } = await WebAssembly.instantiate(module, { env: { memory } });
  const { exports } = instance;
  if (!areKernels(exports)) throw new Error('The compiled kernels are not those that this program knows');
  return exports;
}
