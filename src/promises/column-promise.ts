export interface ColumnPromise {
  readonly type: string | null;
  readonly nullable: boolean | null;
  /** Null: none; undefined: whatever. */
  readonly fallback: string | null | undefined;
}

type Written =
  | string
  | { readonly type?: string | undefined; readonly nullable?: boolean | undefined; readonly default?: string | null | undefined };

/** `bigint not null default 0`, or the same in parts. What is not written is not promised. */
export function columnPromise(written: Written): ColumnPromise {
  if (typeof written !== "string") {
    return { type: written.type ?? null, nullable: written.nullable ?? null, fallback: written.default };
  }
  const [, type = "", not, isNull, fallback] =
    /^(.*?)(?:(?:^|\s+)(not\s+)?(null))?(?:\s+default\s+(.+))?$/isu.exec(written.trim()) ?? [];
  return { type: type === "" ? null : type, nullable: isNull === undefined ? null : not === undefined, fallback };
}
