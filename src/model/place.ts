/**
 * Where something stands in a file of the repository. Lines and columns count from 1, columns in
 * UTF-16 units as editors and GitHub count them; the end is exclusive.
 */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}
