/** What can be reviewed. */
export const REVIEW_KINDS = ['real-name', 'enterprise', 'app', 'capability', 'template', 'key-leak'] as const;
export type ReviewKind = (typeof REVIEW_KINDS)[number];

/** Something the automatic pre-review noticed: it helps the reviewer and sorts the queue, and decides nothing. */
export interface Finding {
  /** Stable name, e.g. `content.gambling`. */
  readonly code: string;
  readonly zh: string;
  readonly en: string;
  /** `concern` sorts before `hint`. */
  readonly weight: 'concern' | 'hint';
}
