import { useEffect, useState } from 'preact/hooks';

/** Where the extension's button is, and the keys of its command; null until known, and where the browser does not tell. */
export function useButton(): { pinned: boolean | null; keys: string | null } {
  const [pinned, setPinned] = useState<boolean | null>(null);
  const [keys, setKeys] = useState<string | null>(null);

  useEffect(() => {
    const look = async (): Promise<void> => {
      setPinned((await chrome.action.getUserSettings()).isOnToolbar);
      const command = (await chrome.commands.getAll()).find(({ name }) => name === 'check-video');
      setKeys(command?.shortcut ?? null);
    };
    const lookAgain = (): void =>
      void look().catch((error: unknown) => console.warn('FakeFilter: the toolbar is not known:', error));
    lookAgain();
    // The user comes back from pinning it.
    window.addEventListener('focus', lookAgain);
    return () => window.removeEventListener('focus', lookAgain);
  }, []);

  return { pinned, keys };
}
