/** The package ships no types. Only what the adapter touches is declared. */
declare module "pg-query-emscripten/pg_query_wasm.js" {
  export interface RawResult {
    /** JSON, also after an error. */
    readonly parse_tree: string;
    /** `message` is empty on success; `cursorpos` counts code points from 1. */
    readonly error: { readonly message: string; readonly cursorpos: number };
  }

  export interface Instance {
    /** `how` 0: malloc, 1: the C stack. Returns the address. */
    allocate(bytes: { readonly length: number }, how: 0 | 1): number;
    raw_parse(address: number): RawResult;
    _free(address: number): void;
  }

  const Module: new () => Promise<Instance>;
  export default Module;
}
