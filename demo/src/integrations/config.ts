import { z } from "zod";
import { bindHost, port } from "../config/values.ts";

/** The settings of the role `integrations`. */
export const integrationsConfigSchema = z.strictObject({
  host: bindHost,
  /** @default 8201 */
  crmPort: port.default(8201),
  /** @default 8202 */
  ticketingPort: port.default(8202),
  /** The bounds of an ordinary answer's latency. @default 10 to 60 ms */
  latencyMs: z
    .strictObject({ min: z.int().min(0).default(10), max: z.int().min(0).default(60) })
    .prefault({})
    .refine(({ min, max }) => min <= max, { error: "a min that is not above max" }),
});

/** The settings of the role `integrations`, as written. */
export type IntegrationsConfig = z.input<typeof integrationsConfigSchema>;

/** The settings of the role `integrations`, with every default filled in. */
export type ResolvedIntegrationsConfig = z.output<typeof integrationsConfigSchema>;
