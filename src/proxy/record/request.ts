import type { ClientMessage } from "../protocol/client-message.js";

/** A message of the client, on its way to being answered. */
export interface Request {
  readonly message: ClientMessage;
  /** Its place among all that arrived, of every connection. */
  readonly order: number;
  /** By `performance.now()`. */
  readonly sentAt: number;
}
