export async function exists(): Promise<boolean> {
  const pages = await chrome.runtime.getContexts({
    contextTypes: ['OFFSCREEN_DOCUMENT'],
  });
  return pages.length > 0;
}

/** @returns false if there was one already. */
export async function open(url: string): Promise<boolean> {
  try {
    await chrome.offscreen.createDocument({
      url,
      reasons: ['WORKERS', 'BLOBS'],
      justification:
        'Runs the neural networks that look for manipulated faces, on pictures of videos the user wants checked. Nothing leaves this computer.',
    });
    return true;
  } catch (error) {
    // A worker that died while it created the page leaves one behind that its successor did not see.
    if (await exists()) return false;
    throw error;
  }
}

export function close(): void {
  window.close();
}
