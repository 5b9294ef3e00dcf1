/** A template as it is being written. */
export interface Draft {
  readonly Name: string;
  readonly Purpose: 1 | 2;
  readonly Language: 'zh' | 'en';
  /** Empty: for internal production. */
  readonly AppId: string;
  readonly Scene: string;
  readonly Content: string;
  readonly AllDay: boolean;
  readonly FileId?: string;
}
