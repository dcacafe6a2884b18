// One text field and its button: it looks for an account or a group.
import { useEffect, useState } from 'preact/hooks';

interface SearchFormProps {
  readonly label: string;
  readonly button: string;
  /** What was looked for. */
  readonly value: string;
  readonly fieldTestId: string;
  readonly buttonTestId: string;
  readonly maxLength: number;
  readonly onSearch: (value: string) => void;
}

export function SearchForm({ label, button, value, fieldTestId, buttonTestId, maxLength, onSearch }: SearchFormProps) {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  const submit = (event: Event): void => {
    event.preventDefault();
    if (text.trim() !== '') onSearch(text.trim());
  };
  return (
    <form class="search" onSubmit={submit}>
      <label class="field">
        <span>{label}</span>
        <input
          type="search"
          required
          spellcheck={false}
          autocapitalize="off"
          maxLength={maxLength}
          data-testid={fieldTestId}
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </label>
      <button type="submit" class="primary" data-testid={buttonTestId}>
        {button}
      </button>
    </form>
  );
}
