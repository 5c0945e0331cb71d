/** How many customers the stand-in server seeds, and the load generator asks for. */
export const customerCount = 200;

/** The id of the n-th customer, from 1. */
export function customerId(n: number): string {
  return `cus_${String(n).padStart(4, "0")}`;
}
