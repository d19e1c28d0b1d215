import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { text } from '../../../words/text.ts';
import { FileButton } from '../../shared/file-button.tsx';
import { mayOpen } from '../address-form.tsx';
import { droppedFiles, type Taken } from '../dropped.ts';
import type { Item } from '../item.ts';
import type { GivenReference } from './compare-media.ts';
import { comparingWords } from './comparison-words.ts';

/** Takes genuine videos: files, dropped ones, or a result of the list; and shows how far their comparison is. */
export function ComparisonForm(props: {
  item: Item;
  /** Results that can be taken for genuine. */
  others: readonly Item[];
  onCompare: (references: readonly GivenReference[]) => void;
  onCancel: () => void;
}) {
  const { item, others, onCompare, onCancel } = props;
  const [over, setOver] = useState(false);
  const [notices, setNotices] = useState<readonly string[]>([]);
  const [chosen, setChosen] = useState('');
  const { comparing } = item;
  const isRunning = comparing !== null && comparing.step !== 'failed';
  const cancel = useRef<HTMLButtonElement>(null);
  // The button that was pressed is gone, and the focus with it.
  useLayoutEffect(() => {
    if (isRunning && document.activeElement === document.body) cancel.current?.focus();
  }, [isRunning]);
  const genuine = others.find(({ id }) => id === chosen) ?? others[0];

  function take(files: readonly File[]): void {
    if (files.length > 0) onCompare(files.map((file) => ({ medium: { kind: 'file', file }, record: null })));
  }

  async function takeDropped({ files, notices: why, address }: Taken): Promise<void> {
    take(files);
    const url = address ?? null;
    const open = url !== null && (await mayOpen(url));
    if (open) onCompare([{ medium: { kind: 'address', url }, record: null }]);
    setNotices(url === null || open ? why : [text('compare_addressFirst')]);
  }

  function takeListed({ medium, record }: Item): void {
    if (medium) onCompare([{ medium, record }]);
  }

  return (
    <div
      class={over ? 'genuine over' : 'genuine'}
      onDragOver={() => setOver(true)}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        // Taken here, so that the page does not check it as one more file.
        event.preventDefault();
        setOver(false);
        if (isRunning || !event.dataTransfer) return;
        void droppedFiles(event.dataTransfer).then(takeDropped);
      }}
    >
      <p class="quiet">
        {text('compare_hint')} {text('compare_worth')}
      </p>
      {isRunning ? (
        <>
          <progress
            max={comparing.step === 'running' ? (comparing.progress.check?.framesTotal ?? 1) : 1}
            value={comparing.step === 'running' ? (comparing.progress.check?.framesDone ?? 0) : 0}
            aria-label={text('compare_heading')}
          />
          <div class="actions">
            <button type="button" ref={cancel} onClick={onCancel}>
              {text('compare_cancel')}
            </button>
          </div>
        </>
      ) : (
        <>
          <div class="choices">
            <FileButton
              multiple
              accept="video/*,.mkv,.mov,.avi,.m4v,.ogv,.ts,.mts,.m2ts,.mpg,.flv,.wmv"
              onFiles={take}
            >
              {text('compare_choose')}
            </FileButton>
          </div>
          {genuine && (
            <div class="choices">
              <label>
                {text('compare_fromList')}
                <select value={genuine.id} onChange={({ currentTarget }) => setChosen(currentTarget.value)}>
                  {others.map(({ id, name }) => (
                    <option key={id} value={id}>
                      {name}
                    </option>
                  ))}
                </select>
              </label>
              <button type="button" onClick={() => takeListed(genuine)}>
                {text('compare_take')}
              </button>
            </div>
          )}
        </>
      )}
      {/* Not told frame by frame. */}
      {isRunning && <p class="quiet">{comparingWords(comparing)}</p>}
      <div role="status">
        {comparing?.step === 'failed' && <p>{comparingWords(comparing)}</p>}
        {notices.map((notice) => (
          <p key={notice}>{notice}</p>
        ))}
      </div>
    </div>
  );
}
