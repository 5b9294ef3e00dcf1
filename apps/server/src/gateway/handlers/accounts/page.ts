/** One page of a list that is bounded and read as a whole. */
export function pageOf<Item>(
  items: readonly Item[],
  { Page = 0, NumPerPage = 20 }: { Page?: number; NumPerPage?: number },
): readonly Item[] {
  return items.slice(Page * NumPerPage, (Page + 1) * NumPerPage);
}
