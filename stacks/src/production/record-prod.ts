import { record, type Registered } from "../record.ts";
import { exampleProd, exampleSecrets } from "./example.ts";

/** What the prod program registers where it has everything that it can have. Once per process. */
export async function recordProd(): Promise<readonly Registered[]> {
  // Loaded late: it loads the providers' SDKs.
  return record("prod", exampleSecrets, async () => (await import("../prod.ts")).place(exampleProd()));
}
