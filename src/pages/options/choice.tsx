import type { ComponentChildren } from 'preact';

export interface Option<T extends string> {
  value: T;
  name: string;
  /** What choosing it means, in a sentence; empty if the name says it. */
  hint: string;
}

/** One of a few, as radio buttons with an explanation each. */
export function Choice<T extends string>({
  name,
  legend,
  options,
  value,
  onChoose,
  children,
}: {
  /** Unique in the page. */
  name: string;
  legend: string;
  options: readonly Option<T>[];
  value: T;
  onChoose: (value: T) => void;
  children?: ComponentChildren;
}) {
  return (
    <fieldset>
      <legend>{legend}</legend>
      {children}
      {options.map((option) => {
        const id = `${name}-${option.value}`;
        return (
          <div class="option" key={option.value}>
            <input
              type="radio"
              id={id}
              name={name}
              checked={option.value === value}
              aria-describedby={option.hint ? `${id}-hint` : undefined}
              onChange={() => onChoose(option.value)}
            />
            <div>
              <label for={id}>{option.name}</label>
              {option.hint && (
                <p id={`${id}-hint`} class="quiet">
                  {option.hint}
                </p>
              )}
            </div>
          </div>
        );
      })}
    </fieldset>
  );
}
