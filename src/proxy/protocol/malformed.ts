/** What was received is not the protocol. */
export class Malformed extends Error {
  override readonly name = "Malformed";
}
