import { expect, test } from "@jest/globals";
import { pgDeadTuples, where } from "@monitoring/collection";
import { greatest } from "../src/greatest.ts";

test("the greatest series of a range are shown all of its time, with what a reader has chosen", () => {
  const { text, reads } = greatest(5, where(pgDeadTuples, { datname: "orders" }));
  expect(text).toBe(
    'pg_stat_user_tables_n_dead_tup{datname="orders"} and topk(5, max_over_time(pg_stat_user_tables_n_dead_tup{datname="orders"}[$__range] @ end()))',
  );
  expect(new Set(reads.map(({ metric }) => metric))).toEqual(new Set(["pg_stat_user_tables_n_dead_tup"]));
});
