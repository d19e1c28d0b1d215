import { text } from '../../words/text.ts';
import { readSettings, writeSettings } from '../../settings/store.ts';
import { exportSettings, importSettings } from '../../settings/transfer.ts';
import { FileButton } from '../shared/file-button.tsx';
import { saveFile } from '../shared/save-file.ts';
import { useAction } from '../shared/use-action.ts';
import { importWords } from './transfer-words.ts';

/** Settings as a file, out and in. */
export function TransferSection({ say }: { say: (text: string) => void }) {
  const { busy, act } = useAction(say);

  async function save(): Promise<string> {
    saveFile('fakefilter-settings.json', 'application/json', exportSettings(await readSettings()));
    return text('transfer_exported');
  }

  async function load(file: File): Promise<string> {
    const imported = importSettings(await file.text());
    if (imported.status === 'read') await writeSettings(imported.settings);
    return importWords(imported);
  }

  return (
    <section aria-labelledby="transfer-heading">
      <h2 id="transfer-heading">{text('transfer_title')}</h2>
      <p class="quiet">{text('transfer_hint')}</p>
      <div class="actions">
        <button type="button" disabled={busy} onClick={() => act(save)}>
          {text('transfer_export')}
        </button>
        <FileButton
          accept="application/json,.json"
          disabled={busy}
          onFiles={([file]) => {
            if (file) act(() => load(file));
          }}
        >
          {text('transfer_import')}
        </FileButton>
      </div>
    </section>
  );
}
