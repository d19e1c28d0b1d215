import { text } from '../../words/text.ts';
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { RefObject } from 'preact';
import type { Medium } from './medium.ts';

/** The medium in the browser's own player. Nothing where that does not open it: its frames are shown all the same. */
export function Player(props: {
  medium: Medium;
  name: string;
  video: RefObject<HTMLVideoElement | null>;
  onTime: (timeMs: number) => void;
}) {
  const { medium, name, video, onTime } = props;
  const [failed, setFailed] = useState(false);
  const url = useMemo(
    () => (medium.kind === 'file' ? URL.createObjectURL(medium.file) : medium.url),
    [medium],
  );
  useEffect(
    () => () => {
      if (medium.kind === 'file') URL.revokeObjectURL(url);
    },
    [medium, url],
  );
  if (failed) {
    return <p class="quiet">{text('check_noPlayer')}</p>;
  }
  return (
    <video
      class="player"
      ref={video}
      src={url}
      controls
      playsInline
      preload="metadata"
      aria-label={name}
      onError={() => setFailed(true)}
      onTimeUpdate={({ currentTarget }) => onTime(currentTarget.currentTime * 1000)}
    />
  );
}
