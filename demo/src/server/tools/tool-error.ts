/** A failure that the caller can act on; it is answered inside a healthy response (isError). */
export class ToolError extends Error {
  override readonly name = "ToolError";
}
