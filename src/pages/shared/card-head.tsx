import type { ComponentProps } from 'preact';
import { VerdictIcon } from './verdict-icon.tsx';

/** The head of a card about one video or file: its picture, what it is called, and the verdict in words beside its mark. */
export function CardHead(props: {
  /** Address of a small picture; empty where there is none. */
  picture: string | undefined;
  headingId: string;
  name: string;
  words: { shape: ComponentProps<typeof VerdictIcon>['name']; line: string };
}) {
  const { picture, headingId, name, words } = props;
  return (
    <div class="card-head">
      {picture ? (
        <img class="poster" src={picture} alt="" />
      ) : (
        <span class="poster no-picture" aria-hidden="true" />
      )}
      <div>
        <h3 id={headingId}>
          <bdi>{name}</bdi>
        </h3>
        <p class="verdict">
          <VerdictIcon name={words.shape} />
          <span>{words.line}</span>
        </p>
      </div>
    </div>
  );
}
