// Tables. On a phone their rows become cards, or they scroll in their own box.
import type { ComponentChildren } from 'preact';

export interface TableColumn<T> {
  readonly title: string;
  readonly isNumber?: boolean;
  /** On a phone it has a line of its own. */
  readonly isWide?: boolean;
  /** On a phone a card leaves it out. */
  readonly isBlank?: (row: T) => boolean;
  readonly render: (row: T) => ComponentChildren;
}

interface DataTableProps<T> {
  readonly caption: string;
  /** The first one names the row. */
  readonly columns: readonly TableColumn<T>[];
  readonly rows: readonly T[];
  readonly keyOf: (row: T) => string;
  readonly testIdOf?: (row: T) => string;
  readonly onPhone?: 'cards' | 'scroll';
}

export function DataTable<T>({ caption, columns, rows, keyOf, testIdOf, onPhone = 'cards' }: DataTableProps<T>) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be within reach of the keyboard
    <section class="table-box" tabIndex={0} aria-label={caption}>
      <table class={onPhone}>
        <caption class="unseen">{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ title, isNumber }) => (
              <th key={title} scope="col" class={isNumber ? 'number' : undefined}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)} data-testid={testIdOf?.(row)}>
              {columns.map((column, i) => (
                <Cell key={column.title} column={column} row={row} isFirst={i === 0} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface CellProps<T> {
  readonly column: TableColumn<T>;
  readonly row: T;
  readonly isFirst: boolean;
}

function Cell<T>({ column: { title, isNumber = false, isWide = false, isBlank, render }, row, isFirst }: CellProps<T>) {
  const content = <div class="cell">{render(row)}</div>;
  if (isFirst)
    return (
      <th scope="row" data-label={title} class={classesOf({ wide: isWide })}>
        {content}
      </th>
    );
  return (
    <td data-label={title} class={classesOf({ number: isNumber, wide: isWide, blank: isBlank?.(row) ?? false })}>
      {content}
    </td>
  );
}

function classesOf(classes: Readonly<Record<string, boolean>>): string | undefined {
  const names = Object.keys(classes).filter((name) => classes[name]);
  return names.length > 0 ? names.join(' ') : undefined;
}
