import type { Operation } from "../../model/operation.js";
import type { Source } from "../source.js";
import type { Tree } from "../tree.js";

/** Turns the body of one kind of node into operations. */
export type Reader = (node: Tree, source: Source) => readonly Operation[];

/** Readers by the parser's node name. */
export type Readers = Readonly<Record<string, Reader>>;
