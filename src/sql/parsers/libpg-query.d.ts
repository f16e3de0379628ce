/** What the package's own wrapper is made of; it ships types for the wrapper only. */
declare module "libpg-query/wasm/libpg-query.js" {
  export interface Instance {
    _malloc(bytes: number): number;
    _free(address: number): void;
    lengthBytesUTF8(text: string): number;
    stringToUTF8(text: string, address: number, bytes: number): void;
    UTF8ToString(address: number): string;
    getValue(address: number, type: "i32"): number;
    /** Returns the address of a PgQueryParseResult: tree, stderr, error. */
    _wasm_parse_query_raw(text: number): number;
    _wasm_free_parse_result(result: number): void;
    /** Returns the address of a string: JSON, or a complaint. */
    _wasm_parse_plpgsql(text: number): number;
    _wasm_free_string(text: number): void;
  }

  const create: (options?: { locateFile?: (file: string) => string }) => Promise<Instance>;
  export default create;
}
