import { promql, type Promql } from "@monitoring/collection";

/**
 * Those series that were greatest at some time in the range, all of their time: topk alone chooses anew at each moment, so
 * that lines begin and end, and that there are more of them than it says.
 * @param of a plain selector
 */
export function greatest(many: number, of: Promql): Promql {
  return promql`${of} and topk(${many}, max_over_time(${of}[$__range] @ end()))`;
}
