import { useState } from 'preact/hooks';

/** Picks files by the browser's own dialog, or by dropping them here. */
export function FilePicker({ onPick }: { onPick: (files: File[]) => void }) {
  const [over, setOver] = useState(false);
  return (
    <div
      class={over ? 'drop over' : 'drop'}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        onPick([...(event.dataTransfer?.files ?? [])]);
      }}
    >
      <label for="files">Videos or images on this computer</label>
      <input
        type="file"
        id="files"
        multiple
        accept="video/*,image/*,.mkv,.mov,.avi,.m4v,.ogv"
        onChange={(event) => {
          onPick([...(event.currentTarget.files ?? [])]);
          // So that the same files can be picked again.
          event.currentTarget.value = '';
        }}
      />
      <p class="quiet">
        Choose files, or drop them here. They are read on this computer and sent nowhere. An image is a single
        frame, which seldom suffices for a verdict.
      </p>
    </div>
  );
}
