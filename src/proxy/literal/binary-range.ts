import { BodyReader } from "../protocol/body-reader.js";

const EMPTY = 0x01;
const LOWER_INCLUDED = 0x02;
const UPPER_INCLUDED = 0x04;
const LOWER_OPEN = 0x08;
const UPPER_OPEN = 0x10;

/** Flags, then those bounds that there are (PostgreSQL source, range_recv). */
export function rangeOf(read: (fields: BodyReader) => string | null): (fields: BodyReader) => string | null {
  return (fields) => {
    const flags = fields.uint8();
    if ((flags & EMPTY) !== 0) return "empty";
    const bound = (isOpen: boolean) => (isOpen ? "" : read(new BodyReader(fields.bytes(fields.int32()))));
    const lower = bound((flags & LOWER_OPEN) !== 0);
    const upper = bound((flags & UPPER_OPEN) !== 0);
    if (lower === null || upper === null) return null;
    const quoted = (text: string) => (text === "" ? "" : `"${text}"`);
    return `${(flags & LOWER_INCLUDED) !== 0 ? "[" : "("}${quoted(lower)},${quoted(upper)}${(flags & UPPER_INCLUDED) !== 0 ? "]" : ")"}`;
  };
}
