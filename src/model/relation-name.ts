/** A relation, type or function as the SQL wrote it: `schema` is null when the text did not qualify it. Unquoted and case-folded. */
export interface RelationName {
  readonly schema: string | null;
  readonly name: string;
}
