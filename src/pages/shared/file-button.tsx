import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';

/**
 * A button that opens the browser's dialog for files. The browser's own control speaks the browser's language instead of the page's, and
 * tells of "no file chosen" where a list of chosen files stands below it.
 */
export function FileButton({
  accept,
  multiple = false,
  disabled = false,
  onFiles,
  children,
}: {
  accept: string;
  multiple?: boolean;
  disabled?: boolean;
  onFiles: (files: File[]) => void;
  children: ComponentChildren;
}) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        hidden
        multiple={multiple}
        accept={accept}
        disabled={disabled}
        onChange={({ currentTarget }) => {
          onFiles([...(currentTarget.files ?? [])]);
          // So that the same files can be picked again.
          currentTarget.value = '';
        }}
      />
      <button type="button" disabled={disabled} onClick={() => input.current?.click()}>
        {children}
      </button>
    </>
  );
}
