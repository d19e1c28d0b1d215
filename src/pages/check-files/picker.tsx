import { text } from '../../words/text.ts';
import { useEffect, useRef, useState } from 'preact/hooks';
import { FileButton } from '../shared/file-button.tsx';
import { AddressForm, mayOpen } from './address-form.tsx';
import { droppedFiles, mediaOf, pasted, type Taken } from './dropped.ts';
import { addressIn, type Medium } from './medium.ts';

/** Takes files by the browser's own dialog, by dropping or pasting them anywhere on the page, and addresses. */
export function Picker({
  onPick,
  asked,
}: {
  onPick: (media: Medium[]) => void;
  /** An address to begin with; empty where a video was to be opened that has none, null where none was. */
  asked: string | null;
}) {
  const [over, setOver] = useState(false);
  const [notices, setNotices] = useState<readonly string[]>([]);
  const [address, setAddress] = useState('');
  const picked = useRef(onPick);
  picked.current = onPick;

  async function take(taken: Taken): Promise<void> {
    setNotices(taken.notices);
    const { address: url } = taken;
    if (taken.files.length > 0) picked.current(taken.files.map((file) => ({ kind: 'file', file })));
    else if (typeof url === 'string' && (await mayOpen(url))) picked.current([{ kind: 'address', url }]);
    else if (typeof url === 'string') {
      // The browser asks about access only after a click or a key.
      setAddress(url);
      setNotices([text('check_pressCheck')]);
    }
  }

  useEffect(() => {
    if (asked === null) return;
    const url = addressIn(asked);
    if (url === null) setNotices([text('compare_saveVideo')]);
    else void take({ files: [], notices: [], address: url });
  }, []);

  useEffect(() => {
    const listening = new AbortController();
    const { signal } = listening;
    // On the whole page: a file dropped beside the box would replace the page.
    const drag = (event: DragEvent): void => {
      event.preventDefault();
      setOver(true);
    };
    const leave = (event: DragEvent): void => {
      if (event.relatedTarget === null) setOver(false);
    };
    const drop = (event: DragEvent): void => {
      setOver(false);
      // Taken by a part of the page.
      if (event.defaultPrevented) return;
      event.preventDefault();
      if (event.dataTransfer) void droppedFiles(event.dataTransfer).then(take);
    };
    const paste = (event: ClipboardEvent): void => {
      const intoField = event.target instanceof HTMLInputElement;
      const taken = event.clipboardData && pasted(event.clipboardData);
      if (!taken || (intoField && taken.files.length === 0)) return;
      event.preventDefault();
      void take(taken);
    };
    addEventListener('dragover', drag, { signal });
    addEventListener('dragleave', leave, { signal });
    addEventListener('drop', drop, { signal });
    addEventListener('paste', paste, { signal });
    return () => listening.abort();
  }, []);

  function chooseFolder(): void {
    const input = document.createElement('input');
    input.type = 'file';
    input.webkitdirectory = true;
    input.addEventListener('change', () => void mediaOf([...(input.files ?? [])]).then(take));
    input.click();
  }

  return (
    <div class={over ? 'drop over' : 'drop'}>
      <p id="files" class="drop-title">
        {text('check_files')}
      </p>
      <div class="choices" role="group" aria-labelledby="files">
        <FileButton
          multiple
          accept="video/*,image/*,.mkv,.mov,.avi,.m4v,.ogv,.ts,.mts,.m2ts,.mpg,.flv,.wmv"
          onFiles={(files) => void take({ files, notices: [] })}
        >
          {text('check_chooseFiles')}
        </FileButton>
        <button type="button" onClick={chooseFolder}>
          {text('check_folder')}
        </button>
      </div>
      <p class="quiet">{text('check_filesHint')}</p>
      <AddressForm
        address={address}
        onType={setAddress}
        onOpen={(url) => {
          setNotices([]);
          onPick([{ kind: 'address', url }]);
        }}
        onRefused={(why) => setNotices([why])}
      />
      <div role="status">
        {notices.map((notice) => (
          <p key={notice}>{notice}</p>
        ))}
      </div>
    </div>
  );
}
