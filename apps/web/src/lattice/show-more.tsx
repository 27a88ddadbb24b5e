import { number, plural } from '../words/format';

/** How many of all are shown, and the button that gets the next page where there is one; nothing of an empty list. */
export function ShowMore({
  shown,
  total,
  one,
  asked,
}: {
  shown: number;
  total: number;
  /** What one of them is called. */
  one: string;
  asked: { hasNextPage: boolean; fetchNextPage: () => unknown };
}) {
  return (
    <>
      {shown > 0 && `${number(shown)} of ${plural(total, one)}. `}
      {asked.hasNextPage && (
        <button type="button" className="lk" onClick={() => void asked.fetchNextPage()}>
          Show more
        </button>
      )}
    </>
  );
}
