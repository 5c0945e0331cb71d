/** Something wrong in an expression, at an offset of its text. */
export interface Complaint {
  readonly at: number;
  readonly reason: string;
  readonly remedy: string;
}
